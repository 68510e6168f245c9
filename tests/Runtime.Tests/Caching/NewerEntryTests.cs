namespace DataLoader.Tests;

/// <summary>An old batch and a newer entry of the same key, in each kind of cache: rows U6 and U7.</summary>
public class NewerEntryTests
{
    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string kind in new[] { "plain", "comparer", "cache key", "map" })
            {
                cases.Add(kind, false);
                cases.Add(kind, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task U6_A_batch_that_fails_evicts_neither_a_newer_load_nor_a_newer_prime(string kind, bool all)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Cached(kind);
        Task<IReadOnlyList<LoadResult<int>>> old = loader.LoadManySettledAsync([1, 2, 3]);
        scheduler.Dispatch();

        Task<int> primed = Task.FromResult(20);
        Task<int> newer = (all ? loader.ClearAll() : loader.Clear(1).Clear(2)).Prime(2, primed).LoadAsync(1);
        batch.Calls[0].Fail(new InvalidOperationException());
        await old.WithTimeout();

        Assert.Same(newer, loader.LoadAsync(1));
        Assert.Same(primed, loader.LoadAsync(2));
        Task<int> again = loader.LoadAsync(3);
        scheduler.Dispatch();
        Assert.Equal([1, 3], batch.Calls[1].Keys);
        batch.Calls[1].Answer();
        Assert.Equal([1, 3], await Tasks.All(newer, again).WithTimeout());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task U7_Old_waiters_get_the_old_value_new_ones_the_new_and_the_old_is_never_cached(string kind, bool all)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Cached(kind);
        Task<int> old = loader.LoadAsync(1);
        scheduler.Dispatch();

        Task<int> newer = (all ? loader.ClearAll() : loader.Clear(1)).LoadAsync(1);
        Assert.NotSame(old, newer);
        batch.Calls[0].Answer();
        Assert.Equal(1, await old.WithTimeout());
        Assert.False(newer.IsCompleted);
        Assert.Same(newer, loader.LoadAsync(1));
        scheduler.Dispatch();
        batch.Calls[1].Answer();

        Assert.Equal(1, await newer.WithTimeout());
        Assert.Same(newer, loader.LoadAsync(1));
        batch.AssertCalls([1], [1]);
    }

    [Fact]
    public async Task U4_The_parts_of_a_loader_with_a_cache_key_have_their_own_keys()
    {
        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, string, int>(
            batch.LoadAsync, static key => "key " + key, new() { MaxBatchSize = 2, Scheduler = scheduler });

        Assert.Equal([1, 2, 3, 4, 5], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3, 4, 5])));
        batch.AssertCalls([1, 2], [3, 4], [5]);
    }

    private static (BatchLoader<int, int> Loader, GatedBatch<int, int> Batch, ManualBatchScheduler Scheduler) Cached(string kind)
    {
        if (kind != "cache key")
        {
            return Manual.Gated<int>(o =>
            {
                o.KeyComparer = kind == "comparer" ? new Plain() : null;
                o.CacheMap = kind == "map" ? new MapCache<int, int>() : null;
            });
        }

        var scheduler = new ManualBatchScheduler();
        var batch = GatedBatch.Identity<int>();
        return (BatchLoader.Create<int, string, int>(batch.LoadAsync, static key => "key " + key, new() { Scheduler = scheduler }), batch, scheduler);
    }

    private sealed class Plain : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => obj;
    }
}
