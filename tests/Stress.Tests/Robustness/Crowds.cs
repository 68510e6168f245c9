namespace DataLoader.Stress.Robustness;

/// <summary>Many threads in one scope.</summary>
internal static class Crowds
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("8-threads-at-random", 4, scope => ThreadsAsync(scope, 8)),
        new("8-threads-that-also-block", 2, scope => ThreadsAsync(scope, 8, block: true)),
    ];

    private static Task ThreadsAsync(LoaderScope scope, int count, bool block = false)
    {
        BatchLoader<int, int>[] loaders = [Loader.Sync(scope), Loader.Yield(scope), Loader.Delayed(scope)];
        return Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(
            () => FlowAsync(), default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        async Task FlowAsync()
        {
            Random random = Random.Shared;
            for (int i = 0; i < 60; i++)
            {
                await Task.WhenAll(Enumerable.Range(0, random.Next(1, 8)).Select(async _ =>
                {
                    await Loader.CheckAsync(loaders[random.Next(3)], random.Next(1000)).ConfigureAwait(false);
                    int key = random.Next(1000);
                    if (block && random.Next(40) == 0)
                        Loader.Check(key, loaders[random.Next(3)].LoadAsync(key).Result);
                    else
                        await Loader.CheckAsync(loaders[random.Next(3)], key).ConfigureAwait(false);
                })).ConfigureAwait(false);
            }
        }
    }
}
