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
    [InlineData("parallel", Queries.Shop, 7)]
    [InlineData("serial", Queries.Shop, 7)]
    [InlineData("parallel", Queries.Me, 4)]
    [InlineData("serial", Queries.Me, 4)]
    public async Task Q2_A_thousand_requests_one_by_one_take_the_ideal(string setting, string query, int ideal)
    {
        var counts = new List<int>();
        for (int i = 0; i < 1000; i++)
            counts.Add((await shops[setting].AskAsync(query)).Statements);
        AssertAll(ideal, counts);
    }

    [Theory]
    [InlineData("parallel", Queries.Shop, 7)]
    [InlineData("serial", Queries.Shop, 7)]
    [InlineData("parallel", Queries.Me, 4)]
    [InlineData("serial", Queries.Me, 4)]
    public async Task Q2_A_thousand_requests_with_twenty_at_a_time_take_the_ideal(string setting, string query, int ideal)
    {
        int[] counts = new int[1000];
        await Parallel.ForAsync(0, counts.Length, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, token)
            => counts[i] = (await shops[setting].AskAsync(query, cancellationToken: token)).Statements);
        AssertAll(ideal, counts);
    }

    private static void AssertAll(int ideal, IEnumerable<int> counts)
    {
        var others = counts.Where(count => count != ideal).GroupBy(count => count).OrderBy(group => group.Key).Select(group => $"{group.Count()} of 1000 took {group.Key}");
        Assert.True(!others.Any(), $"Instead of {ideal} statements: {string.Join(", ", others)}.");
    }
}
