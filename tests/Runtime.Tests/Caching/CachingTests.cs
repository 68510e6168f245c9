using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>What the cache of a loader keeps, and what is different without one.</summary>
public class CachingTests
{
    [Fact]
    public async Task B1_What_was_loaded_is_not_asked_for_again()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        Assert.Equal(["A", "B"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"])));
        Assert.Equal(["A", "C"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "C"])));
        Assert.Equal(["A", "B", "C"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B", "C"])));

        batch.AssertCalls(["A", "B"], ["C"]);
    }

    [Fact]
    public async Task B2_The_task_itself_is_cached_when_load_is_called()
    {
        var cache = new MapCache<int, int>();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(o => o.CacheMap = cache);

        Task<int> load = loader.LoadAsync(1);

        Assert.True(cache.TryGet(1, out Task<int>? pending));
        Assert.Same(load, pending);
        await scheduler.DispatchFor(load);
        Assert.Same(load, loader.LoadAsync(1));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task B3_B4_X2_A_hit_is_done_at_once_and_uses_up_no_room(int maxBatchSize)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(o => o.MaxBatchSize = maxBatchSize);
        loader.Prime(1, 1);

        Task<int> hit = loader.LoadAsync(1);
        Task<int> miss = loader.LoadAsync(2);
        scheduler.Dispatch();

        Assert.True(hit.IsCompletedSuccessfully);
        Assert.False(miss.IsCompleted);
        batch.AssertCalls([2]);
        batch.Calls[0].Answer();
        Assert.Equal(2, await miss.WithTimeout());
    }

    [Fact]
    public Task B5_A_hit_runs_ahead_and_its_next_load_joins_the_batch_of_the_miss() => Isolated.Run(async () =>
    {
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        BatchLoader<int, int> loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope).Prime(1, 1);
        async Task<int> Caller(int id) => await loader.LoadAsync(10 + await loader.LoadAsync(id));

        Assert.Equal([11, 12], await scope.RunAsync(() => Tasks.All(Caller(1), Caller(2))).WithTimeout());
        batch.AssertCalls([11, 2], [12]);
    });

    [Fact]
    public Task B5_On_another_loader_a_hit_and_a_miss_cost_two_batches() => Isolated.Run(async () =>
    {
        var userBatch = RecordingBatch.Identity<int>();
        var friendBatch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        BatchLoader<int, int> users = BatchLoader.Create<int, int>(userBatch.LoadAsync, scope: scope).Prime(1, 1);
        var friends = BatchLoader.Create<int, int>(friendBatch.LoadAsync, scope: scope);
        async Task<int> Caller(int id) => await friends.LoadAsync(10 + await users.LoadAsync(id));

        Assert.Equal([11, 12], await scope.RunAsync(() => Tasks.All(Caller(1), Caller(2))).WithTimeout());
        userBatch.AssertCalls([2]);
        friendBatch.AssertCalls([11], [12]);
    });

    [Fact]
    public async Task B6_Without_a_cache_everything_is_asked_for_again()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<string>(static o => o.Cache = false);

        Assert.Equal(["A", "B"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"])));
        Assert.Equal(["A", "C"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "C"])));
        Assert.Equal(["A", "B", "C"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B", "C"])));

        batch.AssertCalls(["A", "B"], ["A", "C"], ["A", "B", "C"]);
    }

    [Fact]
    public async Task B7_Without_a_cache_duplicates_reach_the_batch_and_each_caller_gets_its_own_slot()
    {
        int slot = 0;
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) =
            Manual.Of<string, string>(key => key + slot++, static o => o.Cache = false);

        Task<IReadOnlyList<string>> singles = Tasks.All(loader.LoadAsync("A"), loader.LoadAsync("C"), loader.LoadAsync("D"));
        Task<IReadOnlyList<string>> many = loader.LoadManyAsync(["C", "D", "A", "A", "B"]);
        scheduler.Dispatch();

        Assert.Equal(["A0", "C1", "D2"], await singles.WithTimeout());
        Assert.Equal(["C3", "D4", "A5", "A6", "B7"], await many.WithTimeout());
        batch.AssertCalls(["A", "C", "D", "C", "D", "A", "A", "B"]);
    }

    [Fact]
    public void B8_Without_a_cache_each_load_has_its_own_task()
    {
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>(static o => o.Cache = false);

        Assert.NotSame(loader.LoadAsync(1), loader.LoadAsync(1));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void B8_Keys_are_kept_by_the_cache_alone(bool cache, bool kept)
    {
        (BatchLoader<object, int> loader, ManualBatchScheduler scheduler) = Manual.Create<object, int>(
            static (keys, _) => Task.FromResult<IReadOnlyList<int>>(new int[keys.Count]), o => o.Cache = cache);

        WeakReference key = LoadKeyOfNobodyElse(loader, scheduler);
        GC.Collect();

        Assert.Equal(kept, key.IsAlive);
        GC.KeepAlive(loader);
    }

    [Fact]
    public async Task B9_A_null_cache_map_means_the_built_in_cache()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.CacheMap = null);

        await scheduler.DispatchFor(loader.LoadAsync(1));
        await scheduler.DispatchFor(loader.LoadAsync(1));

        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task B10_Without_a_cache_a_supplied_map_is_left_alone()
    {
        var cache = new MapCache<string, string>();
        cache.TryAdd("X", Task.FromResult("kept"));
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>(o =>
        {
            o.Cache = false;
            o.CacheMap = cache;
        });

        loader.Prime("A", "A").Clear("X").ClearAll();

        Assert.Equal("X", await scheduler.DispatchFor(loader.LoadAsync("X")));
        Assert.Equal(["X"], cache.Keys);
        batch.AssertCalls(["X"]);
    }

    [Fact]
    public async Task B11_Without_a_cache_the_cache_key_is_never_asked_for()
    {
        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, string, int>(
            batch.LoadAsync,
            static _ => throw new InvalidOperationException("The cache key was asked for."),
            new() { Cache = false, Scheduler = scheduler });

        Assert.Equal([1, 1], await scheduler.DispatchFor(loader.Prime(1, 5).Clear(1).LoadManyAsync([1, 1])));
        batch.AssertCalls([1, 1]);
    }

    [Fact]
    public async Task B12_A_batch_that_clears_its_own_loader_memoises_within_the_batch_alone()
    {
        BatchLoader<string, string> self = null!;
        var batch = RecordingBatch.Identity<string>();
        (BatchLoader<string, string> loader, ManualBatchScheduler scheduler) = Manual.Create<string, string>((keys, token) =>
        {
            self.ClearAll();
            return batch.LoadAsync(keys, token);
        });
        self = loader;

        for (int round = 0; round < 2; round++)
        {
            Task<IReadOnlyList<string>> loads = Tasks.All(loader.LoadAsync("A"), loader.LoadAsync("B"), loader.LoadAsync("A"));
            Assert.Equal(["A", "B", "A"], await scheduler.DispatchFor(loads));
        }

        batch.AssertCalls(["A", "B"], ["A", "B"]);
    }

    [Fact]
    public async Task B13_The_cache_never_evicts_by_itself()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, 5_000)));
        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, 5_000)));

        Assert.Single(batch.Calls);
    }

    [Fact]
    public async Task U2_A_hit_schedules_nothing()
    {
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = scheduler });

        Task<int> load = loader.LoadAsync(1);
        _ = loader.LoadAsync(1);
        _ = loader.LoadManyAsync([1, 1]);
        scheduler.Scheduled[0].Dispatch();
        await load.WithTimeout();
        _ = loader.LoadAsync(1);
        _ = loader.LoadManyAsync([1, 1]);
        _ = loader.Prime(2, 2).LoadAsync(2);

        Assert.Single(scheduler.Scheduled);
    }

    [Fact]
    public async Task U21_Null_is_a_value_and_is_cached()
    {
        (BatchLoader<int, string?> loader, RecordingBatch<int, string?> batch, ManualBatchScheduler scheduler) =
            Manual.Of<int, string?>(static _ => null);

        await scheduler.DispatchFor(loader.LoadAsync(1));

        Assert.Null(await scheduler.DispatchFor(loader.LoadAsync(1)));
        Assert.Null(await loader.Prime(2, (string?)null).LoadAsync(2).WithTimeout());
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task X5_Without_a_cache_prime_and_clear_do_nothing()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.Cache = false);

        loader.Prime(1, 5).Prime(1, Task.FromResult(5)).PrimeError(1, new InvalidOperationException()).Clear(1).ClearAll();

        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadKeyOfNobodyElse(BatchLoader<object, int> loader, ManualBatchScheduler scheduler)
    {
        object key = new object();
        Task<int> load = loader.LoadAsync(key);
        scheduler.Dispatch();
        Assert.Equal(0, load.WithTimeout().GetAwaiter().GetResult());
        return new(key);
    }
}
