using System.Net;
using System.Text;
using System.Text.Json;

namespace Storefront.Tests;

[Collection(nameof(Stores))]
public sealed class BadInputTests(Stores stores)
{
    public static IEnumerable<object[]> BadRequests =>
    [
        [404, "/api/orders/999999"], [404, "/api/products/0"], [404, "/api/suppliers/-1"], [404, "/api/nothing"],
        [400, "/api/orders/abc"], [400, "/api/products/1.5"], [400, "/api/suppliers/99999999999999999999"], [400, "/api/orders?take=0"], [400, "/api/orders?take=101"],
        [400, "/api/orders?take=many"], [400, "/api/products?take=-1"], [400, "/api/orders/1?loaders=maybe"], [400, "/api/orders/1?trace=yes"],
        [400, "/api/praised?take=0"], [400, "/api/praised?take=-1"], [400, "/api/praised?take=101"], [400, "/api/praised?take=all"],
        [400, "/api/customers/orders?first=0"], [400, "/api/customers/orders?first=-3"], [400, "/api/customers/orders?first=101"], [400, "/api/customers/orders?take=101"],
        [400, "/api/customers/orders?before=yesterday"], [400, "/api/customers/orders?before=-1"], [400, "/api/customers/orders?before=99999999999"],
        [401, "/api/me"], [401, "/api/me/orders/1"],
    ];

    [Theory, OnSqlite(Cases = nameof(BadRequests)), OnPostgres(Cases = nameof(BadRequests))]
    public async Task Bad_input_is_a_problem_document(string database, int status, string path)
    {
        foreach (string loaders in (string[])["", "loaders=off"])
        {
            string separator = path.Contains('?') ? "&" : "?";
            using HttpResponseMessage response = await stores[database].SendAsync(path.Contains("loaders") ? path : path + separator + loaders);
            await AssertProblemAsync(response, status);
        }
    }

    [Theory, OnSqlite]
    public async Task A_customer_that_does_not_exist_has_no_account(string database)
        => await AssertProblemAsync(await stores[database].SendAsync("/api/me", customer: 999_999), 404);

    [Theory]
    [InlineData(400, "[")]
    [InlineData(400, "{}")]
    [InlineData(400, "[null]")]
    [InlineData(400, null)]
    public async Task The_warehouse_refuses_what_it_does_not_understand(int status, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        await AssertProblemAsync(await stores["sqlite"].CreateClient().PostAsync("/warehouse/stock", content), status);
    }

    [Fact]
    public async Task The_warehouse_refuses_too_many_at_once()
    {
        using var content = new StringContent(JsonSerializer.Serialize(Enumerable.Repeat("OA-00001", 201)), Encoding.UTF8, "application/json");
        await AssertProblemAsync(await stores["sqlite"].CreateClient().PostAsync("/warehouse/stock", content), 400);
    }

    internal static async Task AssertProblemAsync(HttpResponseMessage response, int status)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((HttpStatusCode)status == response.StatusCode, $"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using JsonDocument problem = JsonDocument.Parse(body);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.All((string[])["   at ", "Exception", "Npgsql", "Sqlite", ".cs:line"], inside => Assert.DoesNotContain(inside, body));
    }
}
