using System.Text.Json;
using Storefront.Reading;

namespace Storefront.Tests;

[Collection(nameof(Stores))]
public sealed class ConcurrencyTests(Stores stores)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Fifty_requests_at_once_get_what_each_gets_alone(string database)
    {
        string[] paths = [.. Enumerable.Range(1, 50).Select(n => (n % 3) switch { 0 => $"/api/orders/{n}", 1 => $"/api/products/{n}", _ => $"/api/suppliers/{n}" })];
        var alone = new string[paths.Length];
        for (int i = 0; i < paths.Length; i++)
            alone[i] = (await stores[database].GetAsync(paths[i])).GetRawText();

        JsonElement[] together = await Task.WhenAll(paths.Select(path => Task.Run(() => stores[database].GetAsync(path))));

        Assert.Equal(alone, together.Select(answer => answer.GetRawText()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_users_at_once_never_see_each_others_data(string database)
    {
        int[] customers = [.. Enumerable.Range(0, 50).Select(n => 7 + n % 2)];
        JsonElement[] accounts = await Task.WhenAll(customers.Select(customer => Task.Run(() => stores[database].GetAsync("/api/me", customer))));

        for (int i = 0; i < customers.Length; i++)
        {
            Assert.Equal(customers[i], accounts[i].GetProperty("customer").GetProperty("id").GetInt32());
            Assert.NotEmpty(accounts[i].GetProperty("orders").EnumerateArray());
            Assert.All(accounts[i].GetProperty("orders").EnumerateArray(), order => Assert.Equal(customers[i], order.GetProperty("customer").GetProperty("id").GetInt32()));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_reads_an_order_of_somebody_else(string database)
    {
        JsonElement order = (await stores[database].GetAsync("/api/me", customer: 7)).GetProperty("orders")[0];
        string path = $"/api/me/orders/{order.GetProperty("id").GetInt32()}";

        Task<HttpResponseMessage>[] both = [.. Enumerable.Range(0, 20).Select(n => Task.Run(() => stores[database].SendAsync(path, customer: 7 + n % 2)))];
        HttpResponseMessage[] responses = await Task.WhenAll(both);

        Assert.Equal(Enumerable.Range(0, 20).Select(n => n % 2 == 0 ? 200 : 404), responses.Select(response => (int)response.StatusCode));
        Assert.Equal(order.GetRawText(), await responses[0].Content.ReadAsStringAsync());
    }

    [Theory, OnSqlite]
    public async Task A_caller_who_takes_the_trace_id_of_another_does_not_read_his_trace(string database)
    {
        async Task<JsonElement> AskAsync(int customer)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me?trace=on");
            request.Headers.Add(CurrentCustomer.Header, customer.ToString());
            request.Headers.Add("traceparent", "00-11111111111111111111111111111111-2222222222222222-01");
            using HttpResponseMessage response = await stores[database].CreateClient().SendAsync(request);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return answer.RootElement.GetProperty("trace").Clone();
        }

        JsonElement[] traces = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() => AskAsync(7 + n % 2))));

        Assert.All(traces, trace => Assert.Equal(6, trace.GetProperty("statements").GetArrayLength()));
    }
}
