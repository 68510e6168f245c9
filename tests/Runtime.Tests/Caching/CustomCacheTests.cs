namespace DataLoader.Tests;

/// <summary>Caches of the user's own.</summary>
public class CustomCacheTests
{
    [Fact]
    public async Task B14_Any_map_may_be_the_cache()
    {
        var cache = new MapCache<string, string>();
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<string>(o => o.CacheMap = cache);

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
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) =
            Manual.Create<int, int>(static (_, _) => throw new InvalidOperationException(), o => o.CacheMap = cache);

        loader.Prime(1, 1);
        await scheduler.DispatchFor(loader.LoadAsync(2)).FailsWith<InvalidOperationException>();

        Assert.Equal([1], cache.Keys);
    }

    [Fact]
    public async Task B15_A_bounded_map_may_evict_a_key_that_is_still_pending()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<string>(static o => o.CacheMap = new MapCache<string, string>(capacity: 1));

        Task<IReadOnlyList<string>> loads = Tasks.All(loader.LoadAsync("A"), loader.LoadAsync("B"), loader.LoadAsync("A"));

        Assert.Equal(["A", "B", "A"], await scheduler.DispatchFor(loads));
        batch.AssertCalls(["A", "B", "A"]);
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
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(o => o.CacheMap = cache);

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
            for (int i = 0; i < 200; i++)
            {
                Assert.Equal(i, await loader.LoadAsync(i));
                loader.Prime(1_000 + i, i).Clear((i + thread) % 50);
            }
        }))).WithTimeout();

        Assert.False(cache.Overlapped);
    });

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
