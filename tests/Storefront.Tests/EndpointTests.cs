using System.Text.Json;

namespace Storefront.Tests;

[Collection(nameof(Stores))]
public sealed class EndpointTests(Stores stores)
{
    private const int Customer = 7;

    /// <summary>Path; SQL statements and HTTP requests with loaders; the same without.</summary>
    public static IEnumerable<object[]> Endpoints =>
    [
        ["/api/orders?take=20", 6, 1, 239, 66],
        ["/api/orders/4711", 6, 1, 15, 4],
        ["/api/products?take=40", 3, 1, 81, 40],
        ["/api/products/42", 5, 1, 10, 1],
        ["/api/suppliers/7", 3, 1, 78, 38],
        ["/api/praised?take=20", 3, 0, 45, 0],
        ["/api/customers/orders?take=20&first=3", 2, 0, 21, 0],
        ["/api/customers/orders?take=20&first=3&before=15000", 2, 0, 21, 0],
        ["/api/me", 6, 1, 368, 102],
        ["/api/me/orders/166", 6, 1, 18, 5],
    ];

    [Theory, OnSqlite(Cases = nameof(Endpoints)), OnPostgres(Cases = nameof(Endpoints))]
    public async Task The_answers_are_equal_and_the_statements_are_exactly_these(string database, string path, int sqlOn, int httpOn, int sqlOff, int httpOff)
    {
        JsonElement on = await AskAsync(database, path, "on");
        JsonElement off = await AskAsync(database, path, "off");

        Assert.Equal(off.GetProperty("data").GetRawText(), on.GetProperty("data").GetRawText());
        Assert.Equal((sqlOn, httpOn), Calls(on));
        Assert.Equal((sqlOff, httpOff), Calls(off));
    }

    [Theory, OnSqlite(Cases = nameof(Endpoints)), OnPostgres(Cases = nameof(Endpoints))]
    public async Task Each_loader_sends_one_batch_and_asks_for_no_key_twice(string database, string path, int sqlOn, int httpOn, int sqlOff, int httpOff)
    {
        JsonElement[] batches = [.. (await AskAsync(database, path, "on")).GetProperty("trace").GetProperty("batches").EnumerateArray()];

        Assert.Equal(batches.Length, batches.Select(batch => batch.GetProperty("loader").GetString()).Distinct().Count());
        Assert.InRange(batches.Length, 1, sqlOn + httpOn);
        Assert.Empty((await AskAsync(database, path, "off")).GetProperty("trace").GetProperty("batches").EnumerateArray());
        Assert.True(sqlOff + httpOff >= sqlOn + httpOn);
    }

    [Theory, OnPostgres(Cases = nameof(Endpoints))]
    public async Task Both_databases_give_the_same_answer(string database, string path, int sqlOn, int httpOn, int sqlOff, int httpOff)
    {
        _ = (sqlOn, httpOn, sqlOff, httpOff);
        Assert.Equal((await AskAsync("sqlite", path, "on")).GetProperty("data").GetRawText(), (await AskAsync(database, path, "on")).GetProperty("data").GetRawText());
    }

    [Theory, OnSqlite]
    public async Task Without_the_switch_the_answer_is_the_data_alone(string database)
    {
        JsonElement plain = await stores[database].GetAsync("/api/orders/4711");
        Assert.Equal(4711, plain.GetProperty("id").GetInt32());
    }

    private static (int Sql, int Http) Calls(JsonElement answer)
    {
        JsonElement trace = answer.GetProperty("trace");
        return (trace.GetProperty("statements").GetArrayLength(), trace.GetProperty("httpRequests").GetArrayLength());
    }

    private Task<JsonElement> AskAsync(string database, string path, string loaders)
        => stores[database].GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}loaders={loaders}&trace=on", Customer);
}
