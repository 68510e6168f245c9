namespace ShopGraphQL.Tests.Support;

/// <summary>Asks a server many times for the same, and demands the same number of statements each time.</summary>
public static class Repeated
{
    public static async Task AssertOneByOneAsync(ShopApp shop, string query, int ideal, int requests)
    {
        var counts = new List<int>();
        for (int i = 0; i < requests; i++)
            counts.Add((await shop.AskAsync(query)).Statements);
        AssertAll(ideal, counts);
    }

    public static async Task AssertTwentyAtATimeAsync(ShopApp shop, string query, int ideal, int requests)
    {
        int[] counts = new int[requests];
        await Parallel.ForAsync(0, counts.Length, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, token)
            => counts[i] = (await shop.AskAsync(query, cancellationToken: token)).Statements);
        AssertAll(ideal, counts);
    }

    private static void AssertAll(int ideal, IReadOnlyCollection<int> counts)
    {
        var others = counts.Where(count => count != ideal).GroupBy(count => count).OrderBy(group => group.Key).Select(group => $"{group.Count()} took {group.Key}");
        Assert.True(!others.Any(), $"Of {counts.Count} requests, each {ideal} statements at best, {string.Join(", ", others)}.");
    }
}
