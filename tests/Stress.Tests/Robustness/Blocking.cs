namespace DataLoader.Stress.Robustness;

/// <summary>Code that blocks a thread where it should not, and must be answered all the same (invariant N2, row S11).</summary>
internal static class Blocking
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("result-in-the-root", 8, InRoot),
        new("result-in-a-continuation", 8, InContinuationAsync),
        new("result-of-a-later-key-sync", 8, scope => LaterKeyAsync(Loader.Sync(scope))),
        new("result-of-a-later-key-yield", 8, scope => LaterKeyAsync(Loader.Yield(scope))),
        new("result-of-a-later-key-delay", 8, scope => LaterKeyAsync(Loader.Delayed(scope))),
        new("result-of-a-later-batch", 8, LaterBatchAsync),
        new("result-of-the-next-part", 8, NextPartAsync),
        new("lock-held-by-another-loader-user", 8, LockAsync),
        new("busy-wait-in-a-continuation", 3, BusyWaitAsync),
        new("batch-blocks-on-another-loader", 8, BatchBlocksOnAnotherAsync),
        new("batch-blocks-on-one-held-behind-it", 8, BatchBlocksOnHeldAsync),
        new("batch-blocks-on-its-own-second-part", 8, BatchBlocksOnPartAsync),
        new("stream-blocks-on-a-later-key", 4, StreamAsync),
        new("50-blocked-callers", 1, FiftyCallersAsync),
        new("inline-scheduler-with-limits", 4, InlineSchedulerAsync),
    ];

    private static Task InRoot(LoaderScope scope)
    {
        BatchLoader<int, int> loader = Loader.Yield(scope);
        Loader.Check(1, loader.LoadAsync(1).Result);
        Loader.Check(2, loader.LoadAsync(2).GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    private static async Task InContinuationAsync(LoaderScope scope)
    {
        BatchLoader<int, int> loader = Loader.Yield(scope);
        BatchLoader<int, int> other = Loader.Sync(scope);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            await Loader.CheckAsync(loader, i).ConfigureAwait(false);
            Loader.Check(i, other.LoadAsync(i).Result);
        })).ConfigureAwait(false);
    }

    // Each continuation blocks on the next key of its own batch: the completion is taken over once for each of them.
    private static async Task LaterKeyAsync(BatchLoader<int, int> loader)
    {
        const int count = 6;
        Task<int>[] loads = [.. Enumerable.Range(0, count).Select(loader.LoadAsync)];
        await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            Loader.Check(i, await loads[i].ConfigureAwait(false));
            if (i + 1 < count)
                Loader.Check(i + 1, loads[i + 1].Result);
        })).ConfigureAwait(false);
    }

    // Both are sent together and complete at once: the second waits in the frame's queue while the first one's continuation blocks on it.
    private static async Task LaterBatchAsync(LoaderScope scope)
    {
        BatchLoader<int, int> a = Loader.Sync(scope);
        BatchLoader<int, int> b = Loader.Sync(scope);
        Task<int> first = a.LoadAsync(1);
        Task<int> second = b.LoadAsync(2);
        await first.ConfigureAwait(false);
        Loader.Check(2, second.Result);
    }

    private static async Task NextPartAsync(LoaderScope scope)
    {
        BatchLoader<int, int> loader = Loader.Yield(scope, new BatchLoaderOptions<int, int> { MaxBatchSize = 2, MaxConcurrentBatches = 1 });
        Task<int>[] loads = [.. Enumerable.Range(0, 6).Select(loader.LoadAsync)];
        await loads[0].ConfigureAwait(false);
        Loader.Check(5, loads[5].Result);
    }

    // The continuation waits for a lock whose holder waits for a key that the same frame holds back.
    private static async Task LockAsync(LoaderScope scope)
    {
        BatchLoader<int, int> loader = Loader.Yield(scope);
        BatchLoader<int, int> other = Loader.Yield(scope);
        object door = new();
        using var locked = new ManualResetEventSlim();
        await Loader.CheckAsync(loader, 1).ConfigureAwait(false);
        Task<int> held = other.LoadAsync(2);
        var holder = Task.Run(() =>
        {
            lock (door)
            {
                locked.Set();
                Loader.Check(2, held.Result);
            }
        });
        locked.Wait();
        lock (door)
        {
        }

        await holder.ConfigureAwait(false);
    }

    private static async Task BusyWaitAsync(LoaderScope scope)
    {
        BatchLoader<int, int> loader = Loader.Yield(scope);
        BatchLoader<int, int> other = Loader.Yield(scope);
        await Loader.CheckAsync(loader, 1).ConfigureAwait(false);
        Task<int> load = other.LoadAsync(2);
        while (!load.IsCompleted)
            Thread.SpinWait(50);
        Loader.Check(2, load.Result);
    }

    private static async Task BatchBlocksOnAnotherAsync(LoaderScope scope)
    {
        BatchLoader<int, int> other = Loader.Yield(scope);
        var loader = BatchLoader.Create<int, int>(
            (keys, _) => Task.FromResult<IReadOnlyList<int>>([.. keys.Select(key => other.LoadAsync(key).Result)]), scope: scope);
        await Task.WhenAll(Loader.CheckAsync(loader, 1), Loader.CheckAsync(loader, 2)).ConfigureAwait(false);
    }

    // Loaders that are sent together: the first one's batch method waits, with its thread, for the second one's.
    private static async Task BatchBlocksOnHeldAsync(LoaderScope scope)
    {
        using var reached = new ManualResetEventSlim();
        var first = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                reached.Wait();
                return Task.FromResult<IReadOnlyList<int>>(Loader.Answer(keys));
            },
            scope: scope);
        var second = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                reached.Set();
                return Task.FromResult<IReadOnlyList<int>>(Loader.Answer(keys));
            },
            scope: scope);
        await Task.WhenAll(Loader.CheckAsync(first, 1), Loader.CheckAsync(second, 2)).ConfigureAwait(false);
    }

    private static async Task BatchBlocksOnPartAsync(LoaderScope scope)
    {
        using var reached = new ManualResetEventSlim();
        var loader = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                if (keys[0] == 0)
                    reached.Wait();
                else
                    reached.Set();
                return Task.FromResult<IReadOnlyList<int>>(Loader.Answer(keys));
            },
            new BatchLoaderOptions<int, int> { MaxBatchSize = 1 },
            scope);
        await loader.LoadManyAsync([0, 1]).ConfigureAwait(false);
    }

    private static async Task StreamAsync(LoaderScope scope)
    {
        var loader = new StreamLoader(scope);
        Task<int>[] loads = [.. Enumerable.Range(0, 6).Select(loader.LoadAsync)];
        await loads[0].ConfigureAwait(false);
        for (int i = 1; i < loads.Length; i++)
            Loader.Check(i, loads[i].Result);
    }

    private static Task FiftyCallersAsync(LoaderScope scope)
    {
        BatchLoader<int, int> loader = Loader.Yield(scope);
        return Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Loader.Check(i, loader.LoadAsync(i).Result))));
    }

    // Batches leave inside the calls of loads, two at a time, in two scopes; continuations block on what comes later, here and in the other scope.
    private static async Task InlineSchedulerAsync(LoaderScope scope)
    {
        using var elsewhere = new LoaderScope();
        BatchLoaderOptions<int, int> Options(BatchScheduler scheduler) => new() { Scheduler = scheduler, MaxBatchSize = 2, MaxConcurrentBatches = 2 };
        BatchLoader<int, int>[] loaders =
        [
            Loader.Yield(scope, Options(new InlineScheduler())), Loader.Sync(elsewhere, Options(new InlineScheduler())),
            Loader.Yield(elsewhere, Options(BatchScheduler.Window(TimeSpan.FromMilliseconds(1)))), Loader.Sync(scope),
        ];
        await Task.WhenAll(Enumerable.Range(0, 6).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 8; i++)
            {
                BatchLoader<int, int> mine = loaders[(thread + i) % loaders.Length], other = loaders[(thread + i + 1) % loaders.Length];
                Task<int> later = mine.LoadAsync(i + 1);
                await Loader.CheckAsync(mine, i).ConfigureAwait(false);
                Loader.Check(i + 1, later.Result);
                Loader.Check(-i, other.LoadAsync(-i).Result);
            }
        }))).ConfigureAwait(false);
    }

    private sealed class InlineScheduler : BatchScheduler
    {
        protected internal override void Schedule(PendingBatch batch) => batch.Dispatch();
    }

    private sealed class StreamLoader(LoaderScope scope) : BatchLoader<int, int>(new BatchLoaderDefinition("Stream"), scope)
    {
        protected override Task LoadBatchAsync(Batch<int, int> batch) => batch.SetStreamAsync(RowsAsync(batch.Keys));

        private static async IAsyncEnumerable<KeyValuePair<int, int>> RowsAsync(IReadOnlyList<int> keys)
        {
            foreach (int key in keys)
            {
                await Task.Yield();
                yield return new(key, -key);
            }
        }
    }
}
