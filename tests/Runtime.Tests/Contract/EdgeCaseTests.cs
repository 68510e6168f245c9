using System.Collections.Concurrent;

namespace DataLoader.Tests;

/// <summary>The twelve scenarios that no other library tests: S1 to S12.</summary>
public class EdgeCaseTests
{
    [Theory]
    [InlineData("frames")]
    [InlineData("window")]
    [InlineData("at once")]
    public Task S1_A_batch_may_load_another_key_of_its_own_loader(string scheduler) => Isolated.Run(async () =>
    {
        BatchLoader<int, int> self = null!;
        var calls = new ConcurrentQueue<int[]>();
        self = BatchLoader.Create<int, int>(
            async (keys, _) =>
            {
                calls.Enqueue([.. keys]);
                IReadOnlyList<int> parents = keys[0] < 10 ? await self.LoadManyAsync(keys.Select(static key => key + 10)) : keys;
                return parents.Select(static parent => parent * 2).ToArray();
            },
            new()
            {
                Scheduler = scheduler switch
                {
                    "window" => BatchScheduler.Window(TimeSpan.Zero),
                    "at once" => new DelegateScheduler(static pending => pending.Dispatch()),
                    _ => null,
                },
            });

        Assert.Equal([44, 48], await self.LoadManyAsync([1, 2]).WithTimeout());
        Assert.Equal([[1, 2], [11, 12]], calls);
    });

    [Fact]
    public async Task S1_A_batch_that_waits_for_its_own_key_ends_with_its_scope()
    {
        BatchLoader<int, int> self = null!;
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) =
            Manual.Create<int, int>(async (keys, _) => await self.LoadManyAsync(keys), scope: scope);
        self = loader;

        Task<int> load = loader.LoadAsync(1);
        scheduler.Dispatch();
        Assert.False(load.IsCompleted);
        scope.Dispose();

        await load.FailsWith<ObjectDisposedException>();
    }

    [Fact]
    public async Task S2_A_batch_that_fails_after_a_clear_removes_nothing_but_its_own_tasks()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<int> old = loader.LoadAsync(1);
        scheduler.Dispatch();
        Task<int> reloaded = loader.Clear(1).LoadAsync(1);
        scheduler.Dispatch();

        batch.Calls[1].Answer();
        Assert.Equal(1, await reloaded.WithTimeout());
        batch.Calls[0].Fail(new InvalidOperationException());

        await old.FailsWith<InvalidOperationException>();
        Assert.Same(reloaded, loader.LoadAsync(1));
    }

    [Fact]
    public async Task S2_A_custom_map_keeps_a_newer_entry_too()
    {
        var cache = new MapCache<int, int>();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(o => o.CacheMap = cache);
        Task<int> old = loader.LoadAsync(1);
        scheduler.Dispatch();

        loader.Clear(1).Prime(1, 10);
        batch.Calls[0].Fail(new InvalidOperationException());

        await old.FailsWith<InvalidOperationException>();
        Assert.Equal(10, await loader.LoadAsync(1).WithTimeout());
    }

    [Fact]
    public async Task S3_Priming_completes_no_pending_task_and_cancels_no_fetch()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();

        Task<int> pending = loader.LoadAsync(1);
        loader.Prime(1, 5);
        Assert.False(pending.IsCompleted);
        scheduler.Dispatch();
        loader.Clear(1).Prime(1, 10);
        Assert.False(pending.IsCompleted);

        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        Assert.Equal(1, await pending.WithTimeout());
        Assert.Equal(10, await loader.LoadAsync(1).WithTimeout());
    }

    [Fact]
    public async Task S4_A_comparer_that_throws_leaves_nothing_behind()
    {
        var comparer = new BrittleComparer();
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(o => o.KeyComparer = comparer);
        Task<int> first = loader.LoadAsync(1);

        comparer.Broken = true;
        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(2); });
        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([2, 3]); });
        comparer.Broken = false;

        Assert.Equal([1, 2], await scheduler.DispatchFor(Tasks.All(first, loader.LoadAsync(2))));
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task S4_The_cache_key_is_asked_for_once_for_each_load_and_not_when_a_failure_is_evicted()
    {
        var asked = new List<int>();
        var scheduler = new ManualBatchScheduler();
        var loader = BatchLoader.Create<int, int, int>(
            static (_, _) => throw new InvalidOperationException(),
            key =>
            {
                asked.Add(key);
                return key;
            },
            new() { Scheduler = scheduler });

        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])).FailsWith<InvalidOperationException>();
        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<InvalidOperationException>();

        Assert.Equal([1, 2, 1], asked);
    }

    [Fact]
    public async Task S5_A_callers_token_is_the_callers_own()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new();
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1, one.Token), loader.LoadAsync(1, two.Token));
        scheduler.Dispatch();
        CancellationToken token = batch.Calls[0].CancellationToken;

        one.Cancel();
        Assert.Equal(one.Token, await first.IsCancelled());
        Assert.False(second.IsCompleted);
        Assert.False(token.IsCancellationRequested);

        two.Cancel();
        await second.IsCancelled();
        Assert.True(token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(7, int.MaxValue)]
    [InlineData(7, 1)]
    public Task S9_Of_loads_from_many_threads_none_is_lost_and_none_is_sent_twice(int maxBatchSize, int maxConcurrent) => Isolated.Run(async () =>
    {
        const int Keys = 500;
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(
            batch.LoadAsync, new() { MaxBatchSize = maxBatchSize, MaxConcurrentBatches = maxConcurrent }, scope);

        Task<int>[][] perThread = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            Enumerable.Range(0, Keys).Select(i => loader.LoadAsync((i + (thread * 131)) % Keys)).ToArray()))).WithTimeout();

        foreach (Task<int>[] loads in perThread)
            Assert.Equal(Enumerable.Range(0, Keys), (await Tasks.All(loads).WithTimeout()).Order());

        Assert.Equal(Enumerable.Range(0, Keys), batch.Calls.SelectMany(static keys => keys).Order());
        Assert.Equal(Keys, perThread.SelectMany(static loads => loads).Distinct().Count());
    });

    private sealed class BrittleComparer : IEqualityComparer<int>
    {
        public bool Broken { get; set; }

        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => Broken ? throw new InvalidOperationException("no hash today") : obj;
    }
}
