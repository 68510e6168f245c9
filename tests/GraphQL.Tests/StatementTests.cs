using ShopGraphQL.Tests.Support;

namespace ShopGraphQL.Tests;

/// <summary>One statement for each loader and level: in every request, under every setting of the executor.</summary>
[Collection(nameof(Shops))]
public class StatementTests(Shops shops)
{
    [Theory]
    [MemberData(nameof(Queries.All), MemberType = typeof(Queries))]
    public async Task Q1_Each_loader_and_level_is_one_statement_under_every_setting(string setting, string query, int ideal)
    {
        for (int i = 0; i < 5; i++)
        {
            Answer answer = await shops[setting].AskAsync(query);
            Assert.NotEqual(default, answer.Whole);
            Assert.Equal(ideal, answer.Statements);
        }
    }

    [Theory]
    [MemberData(nameof(Queries.Often), MemberType = typeof(Queries))]
    public Task Q2_A_thousand_requests_one_by_one_take_the_ideal(string setting, string query, int ideal)
        => Repeated.AssertOneByOneAsync(shops[setting], query, ideal, requests: 1000);

    [Theory]
    [MemberData(nameof(Queries.Often), MemberType = typeof(Queries))]
    public Task Q2_A_thousand_requests_with_twenty_at_a_time_take_the_ideal(string setting, string query, int ideal)
        => Repeated.AssertTwentyAtATimeAsync(shops[setting], query, ideal, requests: 1000);
}
