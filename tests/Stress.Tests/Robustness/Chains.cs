using System.Diagnostics;

namespace DataLoader.Stress.Robustness;

/// <summary>Depth: neither the stack nor the number of hops may matter (invariant N4).</summary>
internal static class Chains
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("chain-of-10000-sync", 2, scope => ChainAsync(Loader.Sync(scope), 10_000)),
        new("chain-of-10000-yield", 2, scope => ChainAsync(Loader.Yield(scope), 10_000)),
        new("chain-of-100000-in-the-same-space", 1, InTheSameSpaceAsync),
        new("recursion-of-10000-sync", 2, scope => LevelAsync(Loader.Sync(scope), 10_000)),
        new("recursion-of-10000-yield", 2, scope => LevelAsync(Loader.Yield(scope), 10_000)),
        new("100-chains-of-100-sync", 2, scope => ManyChainsAsync(Loader.Sync(scope))),
        new("100-chains-of-100-yield", 2, scope => ManyChainsAsync(Loader.Yield(scope))),
    ];

    private static async Task ChainAsync(BatchLoader<int, int> loader, int length, int first = 0)
    {
        for (int i = 0; i < length; i++)
            await Loader.CheckAsync(loader, first + i).ConfigureAwait(false);
    }

    // A loader that remembers nothing: a long chain takes no more stack and no more memory than a short one.
    private static async Task InTheSameSpaceAsync(LoaderScope scope)
    {
        const long MostBytes = 1 << 20; // ten a load
        const int MostFrames = 200;
        BatchLoader<int, int> loader = Loader.Sync(scope, new() { Cache = false });
        await ChainAsync(loader, 1_000).ConfigureAwait(false);
        (long bytes, int frames) = (GC.GetTotalMemory(forceFullCollection: true), new StackTrace().FrameCount);
        await ChainAsync(loader, 100_000).ConfigureAwait(false);
        int moreFrames = new StackTrace().FrameCount - frames;
        long moreBytes = GC.GetTotalMemory(forceFullCollection: true) - bytes;
        if (moreBytes > MostBytes || moreFrames > MostFrames)
            throw new InvalidOperationException($"{moreBytes} bytes and {moreFrames} frames of the stack more");
    }

    private static async Task LevelAsync(BatchLoader<int, int> loader, int level)
    {
        await Loader.CheckAsync(loader, level).ConfigureAwait(false);
        if (level > 0)
            await LevelAsync(loader, level - 1).ConfigureAwait(false);
    }

    private static Task ManyChainsAsync(BatchLoader<int, int> loader)
        => Task.WhenAll(Enumerable.Range(0, 100).Select(chain => ChainAsync(loader, 100, chain * 1000)));
}
