namespace DataLoader.Hosts.Tests;

/// <summary>Asks a host for twenty items, many times, and counts its batches.</summary>
internal static class Questions
{
    private const int Times = 100;

    public static int[] Ids { get; } = [.. Enumerable.Range(1, 20)];

    private static string[] Answer { get; } = [.. Ids.Select(id => $"item {id} of owner {id % 7} in region {id % 7 % 3}")];

    /// <summary>One for each loader and level.</summary>
    public static string[] Ideal { get; } = ["items[20]", "owners[7]", "regions[3]"];

    /// <summary>The same, when ten items are read at a time: the second ten have the same owners.</summary>
    public static string[] IdealByTens { get; } = ["items[10]", "owners[7]", "regions[3]", "items[10]"];

    /// <summary>Each question takes the ideal: fewer would mean that it sees what another one has loaded.</summary>
    public static async Task EachTakesAsync(string[] ideal, Backend backend, Func<Task<string[]>> ask)
    {
        for (int i = 0; i < Times; i++)
        {
            Assert.Equal(Answer, await ask());
            Assert.Equal(ideal, backend.TakeBatches());
        }

        for (int i = 0; i < Times / 10; i++)
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ask())), answer => Assert.Equal(Answer, answer));
            Assert.Equal(ideal.SelectMany(batch => Enumerable.Repeat(batch, 10)).Order(), backend.TakeBatches().Order());
        }
    }

    public static async Task<string[]> AllAsync(this IAsyncEnumerable<string> items)
    {
        var all = new List<string>();
        await foreach (string item in items)
            all.Add(item);
        return [.. all];
    }
}
