namespace DataLoader.Stress.Robustness;

/// <summary>Batch methods and continuations that throw, use other loaders, or are slow.</summary>
internal static class Faults
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("batch-throws-and-a-continuation-throws", 8, ThrowsAsync),
        new("batch-uses-another-loader", 8, UsesAnotherAsync),
        new("unrelated-load-during-a-slow-batch", 4, UnrelatedAsync),
        new("caller-with-a-synchronization-context", 4, WithContext),
        new("scope-disposed-in-a-continuation", 8, DisposedAsync),
    ];

    private static async Task ThrowsAsync(LoaderScope scope)
    {
        var failing = BatchLoader.Create<int, int>((_, _) => throw new InvalidOperationException("batch"), scope: scope);
        BatchLoader<int, int> sound = Loader.Sync(scope);
        Task[] flows =
        [
            failing.LoadAsync(1),
            sound.LoadAsync(1).ContinueWith(_ => throw new InvalidOperationException("continuation"), TaskContinuationOptions.ExecuteSynchronously),
            Loader.CheckAsync(sound, 2),
            NestedAsync(),
        ];
        await Task.WhenAll(flows).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bool[] failed = [.. flows.Select(flow => flow.IsFaulted)];
        if (!failed.SequenceEqual([true, true, false, false]))
            throw new InvalidOperationException($"failed: {string.Join(", ", failed)}");

        async Task NestedAsync()
        {
            await ((Task)failing.LoadAsync(2)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Loader.CheckAsync(sound, 3).ConfigureAwait(false);
        }
    }

    private static async Task UsesAnotherAsync(LoaderScope scope)
    {
        BatchLoader<int, int> other = Loader.Yield(scope);
        var loader = BatchLoader.Create<int, int>(async (keys, _) => await other.LoadManyAsync(keys).ConfigureAwait(false), scope: scope);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Loader.CheckAsync(loader, i))).ConfigureAwait(false);
    }

    // The slow batch ends only after the unrelated load has: a dispatch that waited for batches in flight would hang (invariant N6).
    private static async Task UnrelatedAsync(LoaderScope scope)
    {
        var unrelated = new TaskCompletionSource();
        var slow = BatchLoader.Create<int, int>(
            async (keys, _) =>
            {
                await unrelated.Task.ConfigureAwait(false);
                return Loader.Answer(keys);
            },
            scope: scope);
        BatchLoader<int, int> quick = Loader.Yield(scope);
        Task waiting = Loader.CheckAsync(slow, 1);
        await Loader.CheckAsync(quick, 1).ConfigureAwait(false);
        await Loader.CheckAsync(quick, 2).ConfigureAwait(false);
        unrelated.SetResult();
        await waiting.ConfigureAwait(false);
    }

    private static Task WithContext(LoaderScope scope)
    {
        BatchLoader<int, int> loader = Loader.Yield(scope);
        var pump = new PumpContext();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(pump);
        Task flows = Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            Loader.Check(i, await loader.LoadAsync(i));
            if (SynchronizationContext.Current != pump)
                throw new InvalidOperationException("the context is lost");
            Loader.Check(i + 100, await loader.LoadAsync(i + 100));
        }));
        SynchronizationContext.SetSynchronizationContext(before);
        return Task.Run(() => pump.RunUntil(flows));
    }

    private static async Task DisposedAsync(LoaderScope scope)
    {
        BatchLoader<int, int> loader = Loader.Yield(scope);
        Task<int>[] loads = [.. Enumerable.Range(0, 10).Select(loader.LoadAsync)];
        await loads[0].ConfigureAwait(false);
        Task<int> late = loader.LoadAsync(100);
        scope.Dispose();
        await ((Task)Task.WhenAll([.. loads, late])).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (late.Exception?.InnerException is not ObjectDisposedException)
            throw new InvalidOperationException($"the late load is {late.Status}");
    }

    /// <summary>A context that runs what is posted to it, one thing after the other.</summary>
    private sealed class PumpContext : SynchronizationContext
    {
        private readonly System.Collections.Concurrent.BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];

        public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

        public void RunUntil(Task end)
        {
            end.ContinueWith(_ => _posted.CompleteAdding(), TaskScheduler.Default);
            SetSynchronizationContext(this);
            foreach ((SendOrPostCallback callback, object? state) in _posted.GetConsumingEnumerable())
                callback(state);
            SetSynchronizationContext(null);
            end.GetAwaiter().GetResult();
        }
    }
}
