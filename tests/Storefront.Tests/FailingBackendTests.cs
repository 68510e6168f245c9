using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Storefront.Tests;

[Collection(nameof(Stores))]
public sealed class FailingBackendTests(Stores stores)
{
    public static IEnumerable<object[]> Failures =>
    [
        ["status 500"], ["not JSON"], ["connection refused"],
    ];

    [Theory, OnSqlite(Cases = nameof(Failures)), OnPostgres(Cases = nameof(Failures))]
    public async Task Without_the_warehouse_the_shop_has_no_stock_levels_and_everything_else(string database, string failure)
    {
        bool broken = true;
        var warehouse = new FakeWarehouse((_, _) => !broken ? Task.FromResult(Json("[]")) : failure switch
        {
            "status 500" => Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError)),
            "not JSON" => Task.FromResult(Json("<html>")),
            _ => throw new HttpRequestException("connection refused"),
        });
        await using var app = new StorefrontApp(database, stores.Connection(database), warehouse);

        JsonElement expected = await stores[database].GetAsync("/api/orders/4711");
        JsonElement order = await app.GetAsync("/api/orders/4711");

        Assert.Equal(1, warehouse.Requests);
        Assert.All(order.GetProperty("lines").EnumerateArray(), line => Assert.Equal(JsonValueKind.Null, line.GetProperty("product").GetProperty("stock").ValueKind));
        Assert.Equal(expected.GetProperty("totalCents").GetInt32(), order.GetProperty("totalCents").GetInt32());
        Assert.Equal(
            expected.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("product").GetProperty("supplier").GetRawText()),
            order.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("product").GetProperty("supplier").GetRawText()));

        // The failed batch is remembered by nobody.
        broken = false;
        await app.GetAsync("/api/orders/4711");
        Assert.Equal(2, warehouse.Requests);
    }

    [Fact]
    public async Task A_SQLite_database_that_can_not_be_opened_is_503_until_it_can()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("storefront-");
        string missing = Path.Combine(folder.FullName, "missing");
        await using (var app = new StorefrontApp("sqlite", $"Data Source={Path.Combine(missing, "store.db")}"))
        {
            await BadInputTests.AssertProblemAsync(await app.SendAsync("/api/orders/1"), 503);
            await BadInputTests.AssertProblemAsync(await app.SendAsync("/api/orders/1?loaders=off"), 503);

            Directory.CreateDirectory(missing);
            Assert.Equal(1, (await app.GetAsync("/api/orders/1")).GetProperty("id").GetInt32());
        }

        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    [Theory, OnPostgres]
    public async Task A_PostgreSQL_server_that_is_down_is_503_until_it_is_back(string database)
    {
        await stores[database].GetAsync("/api/orders?take=20&loaders=off");
        await stores.Postgres.StopAsync();
        try
        {
            foreach (string path in (string[])["/api/orders/1", "/api/orders?take=20", "/api/orders?take=20&loaders=off", "/api/products/42?trace=on"])
                await BadInputTests.AssertProblemAsync(await stores[database].SendAsync(path), 503);
        }
        finally
        {
            await stores.Postgres.StartAsync();
        }

        Assert.Equal(1, (await stores[database].GetAsync("/api/orders/1")).GetProperty("id").GetInt32());
    }

    private static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
