using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

public class CachingTests
{
    [Fact]
    public async Task B1_What_was_loaded_is_not_asked_for_again()
    {
        var (loader, batch, scheduler) = Manual.Identity<string>();

        Assert.Equal(["A", "B"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"])));
        Assert.Equal(["A", "C"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "C"])));
        Assert.Equal(["A", "B", "C"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B", "C"])));

        batch.AssertCalls(["A", "B"], ["C"]);
    }

    [Fact]
    public async Task B2_The_task_itself_is_cached_when_load_is_called()
    {
        var cache = new MapCache<int, int>();
        var (loader, _, scheduler) = Manual.Identity<int>(o => o.CacheMap = cache);

        var load = loader.LoadAsync(1);

        Assert.True(cache.TryGet(1, out var pending));
        Assert.Same(load, pending);
        await scheduler.DispatchFor(load);
        Assert.Same(load, loader.LoadAsync(1));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [Row("B4")]
    public async Task B3_A_hit_is_done_at_once_and_uses_up_no_room(int maxBatchSize)
    {
        var (loader, batch, scheduler) = Manual.Gated<int>(o => o.MaxBatchSize = maxBatchSize);
        loader.Prime(1, 1);

        var hit = loader.LoadAsync(1);
        var miss = loader.LoadAsync(2);
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
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope).Prime(1, 1);
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
        var users = BatchLoader.Create<int, int>(userBatch.LoadAsync, scope: scope).Prime(1, 1);
        var friends = BatchLoader.Create<int, int>(friendBatch.LoadAsync, scope: scope);
        async Task<int> Caller(int id) => await friends.LoadAsync(10 + await users.LoadAsync(id));

        Assert.Equal([11, 12], await scope.RunAsync(() => Tasks.All(Caller(1), Caller(2))).WithTimeout());
        userBatch.AssertCalls([2]);
        friendBatch.AssertCalls([11], [12]);
    });

    [Fact]
    public async Task B6_Without_a_cache_everything_is_asked_for_again()
    {
        var (loader, batch, scheduler) = Manual.Identity<string>(static o => o.Cache = false);

        Assert.Equal(["A", "B"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"])));
        Assert.Equal(["A", "C"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "C"])));
        Assert.Equal(["A", "B", "C"], await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B", "C"])));

        batch.AssertCalls(["A", "B"], ["A", "C"], ["A", "B", "C"]);
    }

    [Fact]
    public async Task B7_Without_a_cache_duplicates_reach_the_batch_and_each_caller_gets_its_own_slot()
    {
        var slot = 0;
        var (loader, batch, scheduler) = Manual.Of<string, string>(key => key + slot++, static o => o.Cache = false);

        var singles = Tasks.All(loader.LoadAsync("A"), loader.LoadAsync("C"), loader.LoadAsync("D"));
        var many = loader.LoadManyAsync(["C", "D", "A", "A", "B"]);
        scheduler.Dispatch();

        Assert.Equal(["A0", "C1", "D2"], await singles.WithTimeout());
        Assert.Equal(["C3", "D4", "A5", "A6", "B7"], await many.WithTimeout());
        batch.AssertCalls(["A", "C", "D", "C", "D", "A", "A", "B"]);
    }

    [Fact]
    public void B8_Without_a_cache_each_load_has_its_own_task()
    {
        var (loader, _, _) = Manual.Identity<int>(static o => o.Cache = false);

        Assert.NotSame(loader.LoadAsync(1), loader.LoadAsync(1));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void B8_Keys_are_kept_by_the_cache_alone(bool cache, bool kept)
    {
        var (loader, scheduler) = Manual.Create<object, int>(
            static (keys, _) => Task.FromResult<IReadOnlyList<int>>(new int[keys.Count]), o => o.Cache = cache);

        var key = LoadKeyOfNobodyElse(loader, scheduler);
        GC.Collect();

        Assert.Equal(kept, key.IsAlive);
        GC.KeepAlive(loader);
    }

    [Fact]
    public async Task B9_A_null_cache_map_means_the_built_in_cache()
    {
        var (loader, batch, scheduler) = Manual.Identity<int>(static o => o.CacheMap = null);

        await scheduler.DispatchFor(loader.LoadAsync(1));
        await scheduler.DispatchFor(loader.LoadAsync(1));

        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task B10_Without_a_cache_a_supplied_map_is_left_alone()
    {
        var cache = new MapCache<string, string>();
        cache.TryAdd("X", Task.FromResult("kept"));
        var (loader, batch, scheduler) = Manual.Identity<string>(o =>
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
        var (loader, scheduler) = Manual.Create<string, string>((keys, token) =>
        {
            self.ClearAll();
            return batch.LoadAsync(keys, token);
        });
        self = loader;

        for (var round = 0; round < 2; round++)
        {
            var loads = Tasks.All(loader.LoadAsync("A"), loader.LoadAsync("B"), loader.LoadAsync("A"));
            Assert.Equal(["A", "B", "A"], await scheduler.DispatchFor(loads));
        }

        batch.AssertCalls(["A", "B"], ["A", "B"]);
    }

    [Fact]
    public async Task B13_The_cache_never_evicts_by_itself()
    {
        var (loader, batch, scheduler) = Manual.Identity<int>();

        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, 5_000)));
        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, 5_000)));

        Assert.Single(batch.Calls);
    }

    [Fact]
    public async Task B14_Any_map_may_be_the_cache()
    {
        var cache = new MapCache<string, string>();
        var (loader, batch, scheduler) = Manual.Identity<string>(o => o.CacheMap = cache);

        await scheduler.DispatchFor(loader.LoadManyAsync(["a", "b"]));
        Assert.Equal(["a", "b"], cache.Keys);

        await scheduler.DispatchFor(loader.LoadManyAsync(["c", "b"]));
        Assert.Equal(["a", "b", "c"], cache.Keys);
        batch.AssertCalls(["a", "b"], ["c"]);

        await scheduler.DispatchFor(loader.Clear("b").LoadAsync("b"));
        Assert.Equal(["a", "c", "b"], cache.Keys);
        batch.AssertCalls(["a", "b"], ["c"], ["b"]);

        loader.ClearAll();
        Assert.Empty(cache.Keys);
    }

    [Fact]
    public async Task B14_A_map_sees_primed_values_and_no_batch_that_failed()
    {
        var cache = new MapCache<int, int>();
        var (loader, scheduler) = Manual.Create<int, int>(static (_, _) => throw new InvalidOperationException(), o => o.CacheMap = cache);

        loader.Prime(1, 1);
        await scheduler.DispatchFor(loader.LoadAsync(2)).FailsWith<InvalidOperationException>();

        Assert.Equal([1], cache.Keys);
    }

    [Fact]
    public async Task B15_A_bounded_map_may_evict_a_key_that_is_still_pending()
    {
        var (loader, batch, scheduler) = Manual.Identity<string>(static o => o.CacheMap = new MapCache<string, string>(capacity: 1));

        var loads = Tasks.All(loader.LoadAsync("A"), loader.LoadAsync("B"), loader.LoadAsync("A"));

        Assert.Equal(["A", "B", "A"], await scheduler.DispatchFor(loads));
        batch.AssertCalls(["A", "B", "A"]);
    }

    [Fact]
    public async Task B16_Keys_without_equality_are_known_by_identity()
    {
        var (loader, batch, scheduler) = Manual.Identity<Plain>();
        var (a, b) = (new Plain("x"), new Plain("x"));

        Assert.Equal([a, b], await scheduler.DispatchFor(loader.LoadManyAsync([a, b])));
        await scheduler.DispatchFor(loader.Clear(a).LoadManyAsync([a, b]));

        batch.AssertCalls([a, b], [a]);
    }

    [Fact]
    public async Task B16_Keys_with_equality_are_known_by_value()
    {
        var (loader, batch, scheduler) = Manual.Identity<Valued>();

        await scheduler.DispatchFor(loader.LoadManyAsync([new("x"), new("x")]));

        batch.AssertCalls([new Valued("x")]);
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task B17_Equal_keys_share_the_value_of_the_first(string identity)
    {
        var (loader, batch, scheduler) = ByName(identity);
        var (k1, k2) = (new Plain("x"), new Plain("x"));

        Assert.Same(k1, await scheduler.DispatchFor(loader.LoadAsync(k1)));
        Assert.Same(k1, await scheduler.DispatchFor(loader.LoadAsync(k2)));
        batch.AssertCalls([k1]);
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task B18_Clearing_an_equal_key_evicts(string identity)
    {
        var (loader, batch, scheduler) = ByName(identity);
        var (k1, k2) = (new Plain("x"), new Plain("x"));

        await scheduler.DispatchFor(loader.LoadAsync(k1));
        await scheduler.DispatchFor(loader.Clear(k2).LoadAsync(k1));

        batch.AssertCalls([k1], [k1]);
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task B19_Equal_keys_of_one_frame_reach_the_batch_as_the_first(string identity)
    {
        var (loader, batch, scheduler) = ByName(identity);
        var (k1, k2) = (new Plain("x"), new Plain("x"));

        await scheduler.DispatchFor(Tasks.All(loader.LoadAsync(k1), loader.LoadAsync(k2)));

        Assert.Same(k1, Assert.Single(Assert.Single(batch.Calls)));
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task B20_Priming_a_key_primes_its_equals(string identity)
    {
        var (loader, batch, _) = ByName(identity);
        var (k1, k2) = (new Plain("x"), new Plain("x"));

        Assert.Same(k1, await loader.Prime(k1, k1).LoadAsync(k2).WithTimeout());
        batch.AssertCalls();
    }

    [Fact]
    public async Task B21_Keys_are_compared_by_the_default_comparer()
    {
        var (loader, batch, scheduler) = Manual.Identity<string>();

        await scheduler.DispatchFor(loader.LoadManyAsync(["a", new string('a', 1), "A"]));

        batch.AssertCalls(["a", "A"]);
    }

    [Fact]
    public async Task B23_The_batch_runs_on_the_loader_that_was_called()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new SelfAwareLoader(scheduler);

        Assert.Same(loader, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public void A_comparer_and_a_map_exclude_each_other()
        => Assert.Throws<ArgumentException>(() => Manual.Identity<int>(static o =>
        {
            o.KeyComparer = EqualityComparer<int>.Default;
            o.CacheMap = new MapCache<int, int>();
        }));

    [Fact]
    public async Task A_map_of_a_loader_with_a_cache_key_sees_cache_keys()
    {
        var cache = new MapCache<string, int>();
        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, string, int>(
            batch.LoadAsync, static key => "key " + key, new() { CacheMap = cache, Scheduler = scheduler });

        await scheduler.DispatchFor(loader.LoadAsync(1));

        Assert.Equal(["key 1"], cache.Keys);
        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
        Assert.Empty(((MapCache<string, int>)cache).Keys.Except(["key 1"]));
        loader.Clear(1);
        Assert.Empty(cache.Keys);
    }

    [Fact]
    public async Task A_map_that_answers_TryAdd_with_false_has_another_task_and_that_one_is_taken()
    {
        var cache = new LateWinner<int, int>(Task.FromResult(42));
        var (loader, batch, scheduler) = Manual.Identity<int>(o => o.CacheMap = cache);

        Assert.Equal(42, await loader.LoadAsync(1).WithTimeout());
        Assert.Equal(0, scheduler.Dispatch());
        batch.AssertCalls();
    }

    [Fact]
    public Task A_map_is_called_one_call_at_a_time() => Isolated.Run(async () =>
    {
        var cache = new MapCache<int, int>();
        using var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { CacheMap = cache }, scope);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                Assert.Equal(i, await loader.LoadAsync(i));
                loader.Prime(1_000 + i, i).Clear((i + thread) % 50);
            }
        }))).WithTimeout();

        Assert.False(cache.Overlapped);
    });

    public static TheoryData<string> Identities => new("comparer", "cache key");

    private static (BatchLoader<Plain, Plain> Loader, RecordingBatch<Plain, Plain> Batch, ManualBatchScheduler Scheduler) ByName(string identity)
    {
        if (identity == "comparer")
        {
            return Manual.Identity<Plain>(static o => o.KeyComparer = new NameComparer());
        }

        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<Plain>();
        return (BatchLoader.Create<Plain, string, Plain>(batch.LoadAsync, static key => key.Name, new() { Scheduler = scheduler }), batch, scheduler);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadKeyOfNobodyElse(BatchLoader<object, int> loader, ManualBatchScheduler scheduler)
    {
        var key = new object();
        var load = loader.LoadAsync(key);
        scheduler.Dispatch();
        Assert.Equal(0, load.WithTimeout().GetAwaiter().GetResult());
        return new(key);
    }

    private sealed class Plain(string name)
    {
        public string Name { get; } = name;
    }

    private sealed record Valued(string Name);

    private sealed class NameComparer : IEqualityComparer<Plain>
    {
        public bool Equals(Plain? x, Plain? y) => x?.Name == y?.Name;

        public int GetHashCode(Plain obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }

    private sealed class SelfAwareLoader(ManualBatchScheduler scheduler)
        : BatchLoader<int, object>(new("SelfAware"), options: new() { Scheduler = scheduler })
    {
        protected override Task LoadBatchAsync(Batch<int, object> batch)
        {
            batch.SetValues([this]);
            return Task.CompletedTask;
        }
    }

    /// <summary>A shared map into which somebody else puts a task between a loader's look and its add.</summary>
    private sealed class LateWinner<TKey, TValue>(Task<TValue> winner) : ILoaderCache<TKey, TValue>
        where TKey : notnull
    {
        private bool _added;

        public bool TryGet(TKey key, out Task<TValue> task)
        {
            task = winner;
            return _added;
        }

        public bool TryAdd(TKey key, Task<TValue> task)
        {
            _added = true;
            return false;
        }

        public bool Remove(TKey key) => false;

        public bool Remove(TKey key, Task<TValue> expected) => false;

        public void Clear()
        {
        }
    }
}
