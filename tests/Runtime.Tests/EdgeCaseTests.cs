using System.Collections;
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
                var parents = keys[0] < 10 ? await self.LoadManyAsync(keys.Select(static key => key + 10)) : keys;
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
        var (loader, scheduler) = Manual.Create<int, int>(async (keys, _) => await self.LoadManyAsync(keys), scope: scope);
        self = loader;

        var load = loader.LoadAsync(1);
        scheduler.Dispatch();
        Assert.False(load.IsCompleted);
        scope.Dispose();

        await load.FailsWith<ObjectDisposedException>();
    }

    [Fact]
    public async Task S2_A_batch_that_fails_after_a_clear_removes_nothing_but_its_own_tasks()
    {
        var (loader, batch, scheduler) = Manual.Gated<int>();
        var old = loader.LoadAsync(1);
        scheduler.Dispatch();
        var reloaded = loader.Clear(1).LoadAsync(1);
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
        var (loader, batch, scheduler) = Manual.Gated<int>(o => o.CacheMap = cache);
        var old = loader.LoadAsync(1);
        scheduler.Dispatch();

        loader.Clear(1).Prime(1, 10);
        batch.Calls[0].Fail(new InvalidOperationException());

        await old.FailsWith<InvalidOperationException>();
        Assert.Equal(10, await loader.LoadAsync(1).WithTimeout());
    }

    [Fact]
    public async Task S3_Priming_completes_no_pending_task_and_cancels_no_fetch()
    {
        var (loader, batch, scheduler) = Manual.Gated<int>();

        var pending = loader.LoadAsync(1);
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
        var (loader, batch, scheduler) = Manual.Identity<int>(o => o.KeyComparer = comparer);
        var first = loader.LoadAsync(1);

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
        var (loader, batch, scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new();
        var (first, second) = (loader.LoadAsync(1, one.Token), loader.LoadAsync(1, two.Token));
        scheduler.Dispatch();
        var token = batch.Calls[0].CancellationToken;

        one.Cancel();
        Assert.Equal(one.Token, await first.IsCancelled());
        Assert.False(second.IsCompleted);
        Assert.False(token.IsCancellationRequested);

        two.Cancel();
        await second.IsCancelled();
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public Task S6_A_batch_that_completes_at_once_looks_like_any_other() => Isolated.Run(() =>
    {
        var (loader, batch, scheduler) = Manual.Identity<int>(static o => o.MaxBatchSize = 2);
        var continued = 0;

        var loads = Enumerable.Range(0, 5).Select(key =>
        {
            var load = loader.LoadAsync(key);
            load.ContinueWith(_ => continued++, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return load;
        }).ToList();

        Assert.All(loads, static load => Assert.False(load.IsCompleted));
        Assert.Equal(0, continued);
        batch.AssertCalls();
        scheduler.Dispatch();
        Assert.All(loads, static load => Assert.True(load.IsCompletedSuccessfully));
        Assert.Equal(5, continued);
    });

    [Fact]
    public async Task S7_A_null_element_passes_through()
    {
        var (loader, _, scheduler) = Manual.Of<int, string>(static _ => null!);

        Assert.Null(await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task S7_An_indexer_that_throws_fails_the_batch_as_a_whole()
    {
        var (loader, scheduler) = Manual.Create<int, int>(
            static (keys, _) => Task.FromResult<IReadOnlyList<int>>(new OddList(keys.Count, static index => index == 1 ? throw new FormatException() : index)));

        var loads = Enumerable.Range(0, 3).Select(loader.LoadAsync).ToArray();
        scheduler.Dispatch();

        foreach (var load in loads)
        {
            await load.FailsWith<FormatException>();
        }
    }

    [Fact]
    public async Task S7_A_count_that_changes_settles_every_load()
    {
        var reads = 0;
        var (loader, scheduler) = Manual.Create<int, int>(
            (keys, _) => Task.FromResult<IReadOnlyList<int>>(new OddList(() => reads++ == 0 ? keys.Count : 0, static index => index)));

        Assert.Equal([0, 1], await scheduler.DispatchFor(Tasks.All(loader.LoadAsync(5), loader.LoadAsync(6))));
    }

    [Fact]
    public async Task S8_A_key_named_twice_gets_its_value_twice()
    {
        var (loader, batch, scheduler) = Manual.Identity<int>();
        Assert.Equal([1, 1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 1, 2])));
        batch.AssertCalls([1, 2]);

        var (uncached, uncachedBatch, uncachedScheduler) = Manual.Identity<int>(static o => o.Cache = false);
        Assert.Equal([1, 1, 2], await uncachedScheduler.DispatchFor(uncached.LoadManyAsync([1, 1, 2])));
        uncachedBatch.AssertCalls([1, 1, 2]);

        var (evicting, evictingBatch, evictingScheduler) = Manual.Identity<int>(static o => o.CacheMap = new MapCache<int, int>(capacity: 1));
        Assert.Equal([1, 2, 1], await evictingScheduler.DispatchFor(evicting.LoadManyAsync([1, 2, 1])));
        evictingBatch.AssertCalls([1, 2, 1]);
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(7, int.MaxValue)]
    [InlineData(7, 1)]
    public Task S9_Of_loads_from_many_threads_none_is_lost_and_none_is_sent_twice(int maxBatchSize, int maxConcurrentBatches) => Isolated.Run(async () =>
    {
        const int Keys = 500;
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(
            batch.LoadAsync, new() { MaxBatchSize = maxBatchSize, MaxConcurrentBatches = maxConcurrentBatches }, scope);

        var perThread = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            Enumerable.Range(0, Keys).Select(i => loader.LoadAsync((i + (thread * 131)) % Keys)).ToArray()))).WithTimeout();

        foreach (var loads in perThread)
        {
            Assert.Equal(Enumerable.Range(0, Keys), (await Tasks.All(loads).WithTimeout()).Order());
        }

        Assert.Equal(Enumerable.Range(0, Keys), batch.Calls.SelectMany(static keys => keys).Order());
        Assert.Equal(Keys, perThread.SelectMany(static loads => loads).Distinct().Count());
    });

    [Fact]
    public async Task S10_The_keys_stay_valid_after_the_batch_and_may_be_its_result()
    {
        var kept = new List<IReadOnlyList<int>>();
        var (loader, scheduler) = Manual.Create<int, int>((keys, _) =>
        {
            kept.Add(keys);
            return Task.FromResult(keys);
        });

        Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
        Assert.Equal([3, 1], await scheduler.DispatchFor(loader.LoadManyAsync([3, 1])));
        loader.ClearAll();
        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(100, 50)));

        Assert.Equal([[1, 2], [3], [.. Enumerable.Range(100, 50)]], kept);
        Assert.Equal([(1, 0), (2, 1)], kept[0].Select(static (key, index) => (key, index)));
        Assert.Throws<ArgumentOutOfRangeException>(() => kept[0][2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => kept[0][-1]);
    }

    [Fact]
    public async Task S10_A_copy_of_the_keys_belongs_to_its_receiver()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            static batch =>
            {
                var copy = batch.CopyKeys();
                Assert.NotSame(copy, batch.CopyKeys());
                Array.Clear(copy);
                batch.SetValues(batch.Keys);
                return Task.CompletedTask;
            },
            options: new() { Scheduler = scheduler });

        Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
    }

    [Fact]
    public Task S11_A_continuation_that_blocks_on_a_later_key_of_its_own_batch_strands_nobody() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        async Task<int> Blocking(Task<int> first, Task<int> later) => await first + later.Result;

        var value = await scope.RunAsync(() =>
        {
            var (first, later) = (loader.LoadAsync(1), loader.LoadAsync(2));
            return Blocking(first, later);
        }).WithTimeout();

        Assert.Equal(3, value);
    });

    [Fact]
    public Task S11_A_continuation_that_blocks_on_a_new_load_strands_nobody() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        async Task<int> Blocking(int key) => await loader.LoadAsync(key) + loader.LoadAsync(key + 10).Result;

        Assert.Equal([12, 14], await scope.RunAsync(() => Tasks.All(Blocking(1), Blocking(2))).WithTimeout());
    });

    [Fact]
    public Task S11_A_body_that_blocks_on_its_load_is_rescued() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);

        Assert.Equal(1, await scope.RunAsync(() => Task.FromResult(loader.LoadAsync(1).Result)).WithTimeout());
    });

    [Fact]
    public async Task S11_A_cache_that_throws_while_a_batch_settles_strands_nobody()
    {
        var cache = new BrittleCache();
        var (loader, batch, scheduler) = Manual.Gated<int>(o => o.CacheMap = cache);
        var loads = Enumerable.Range(0, 3).Select(loader.LoadAsync).ToArray();
        scheduler.Dispatch();

        cache.Broken = true;
        batch.Calls[0].Fail(new FormatException());

        foreach (var load in loads)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => load.WithTimeout());
        }
    }

    [Fact]
    public Task S12_A_batch_that_is_dispatched_late_and_from_another_thread_is_served() => Isolated.Run(async () =>
    {
        var scheduler = new DelegateScheduler(static pending => ThreadPool.QueueUserWorkItem(_ =>
        {
            pending.Dispatch();
            pending.Dispatch();
        }));
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });

        var loads = await Tasks.All(Enumerable.Range(0, 1_000).Select(loader.LoadAsync)).WithTimeout();

        Assert.Equal(Enumerable.Range(0, 1_000), loads);
        Assert.Equal(Enumerable.Range(0, 1_000), batch.Calls.SelectMany(static keys => keys));
    });

    [Fact]
    public async Task S12_A_scheduler_that_never_dispatches_holds_its_loads_until_the_scope_ends()
    {
        var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = new DelegateScheduler() }, scope);
        var load = loader.LoadAsync(1);

        scope.Dispose();

        await load.FailsWith<ObjectDisposedException>();
    }

    private sealed class BrittleComparer : IEqualityComparer<int>
    {
        public bool Broken { get; set; }

        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => Broken ? throw new InvalidOperationException("no hash today") : obj;
    }

    private sealed class BrittleCache : ILoaderCache<int, int>
    {
        private readonly MapCache<int, int> _inner = new();

        public bool Broken { get; set; }

        public bool TryGet(int key, out Task<int> task) => _inner.TryGet(key, out task!);

        public bool TryAdd(int key, Task<int> task) => _inner.TryAdd(key, task);

        public bool Remove(int key) => _inner.Remove(key);

        public bool Remove(int key, Task<int> expected) => Broken ? throw new InvalidOperationException("broken") : _inner.Remove(key, expected);

        public void Clear() => _inner.Clear();
    }

    private sealed class OddList(Func<int> count, Func<int, int> item) : IReadOnlyList<int>
    {
        public OddList(int count, Func<int, int> item)
            : this(() => count, item)
        {
        }

        public int Count => count();

        public int this[int index] => item(index);

        public IEnumerator<int> GetEnumerator() => throw new NotSupportedException("Only index and count are read.");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
