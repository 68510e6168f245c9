using System.Globalization;
using ShopGraphQL.Tests.Support;

namespace ShopGraphQL.Tests;

/// <summary>The statements on PostgreSQL, whose driver answers on a thread of its own. SHOP_REQUESTS says how often to ask.</summary>
[Collection(nameof(Shops))]
public class PostgresTests(PostgresShops shops) : IClassFixture<PostgresShops>
{
    private static readonly int s_requests = int.Parse(Environment.GetEnvironmentVariable("SHOP_REQUESTS") ?? "50", CultureInfo.InvariantCulture);

    [PostgresTheory]
    [MemberData(nameof(Queries.All), MemberType = typeof(Queries))]
    public async Task Q1_Each_loader_and_level_is_one_statement_under_every_setting(string setting, string query, int ideal)
    {
        Answer answer = await shops[setting].AskAsync(query);
        Assert.NotEqual(default, answer.Whole);
        Assert.Equal(ideal, answer.Statements);
    }

    [PostgresTheory]
    [MemberData(nameof(Queries.Often), MemberType = typeof(Queries))]
    public Task Q2_Requests_one_by_one_take_the_ideal(string setting, string query, int ideal)
        => Repeated.AssertOneByOneAsync(shops[setting], query, ideal, s_requests);

    [PostgresTheory]
    [MemberData(nameof(Queries.Often), MemberType = typeof(Queries))]
    public Task Q2_Requests_with_twenty_at_a_time_take_the_ideal(string setting, string query, int ideal)
        => Repeated.AssertTwentyAtATimeAsync(shops[setting], query, ideal, s_requests);
}
