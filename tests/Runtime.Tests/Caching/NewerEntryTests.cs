namespace DataLoader.Tests;

/// <summary>An old batch and a newer entry of the same key, in each kind of cache.</summary>
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
    public async Task U6_S2_J4_A_batch_that_fails_evicts_neither_a_newer_load_nor_a_newer_prime(string kind, bool all)
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
    public async Task U7_A_clear_in_flight_serves_the_old_waiters_and_never_brings_the_old_value_back()
    {
        int values = 0;
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int, int>(_ => ++values);
        Task<int> old = loader.LoadAsync(1);
        scheduler.Dispatch();

        Task<int> fresh = loader.Clear(1).LoadAsync(1);
        scheduler.Dispatch();
        batch.AssertCalls([1], [1]);
        batch.Calls[1].Answer();
        Assert.Equal(1, await fresh.WithTimeout());
        batch.Calls[0].Answer();

        Assert.Equal(2, await old.WithTimeout());
        Assert.Same(fresh, loader.LoadAsync(1));
    }

    [Fact]
    public async Task U7_A_cleared_key_that_is_not_asked_for_again_is_not_cached_by_the_old_batch()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<int> old = loader.LoadAsync(1);
        scheduler.Dispatch();

        loader.Clear(1);
        batch.Calls[0].Answer();
        await old.WithTimeout();

        Assert.False(loader.LoadAsync(1).IsCompleted);
        Assert.Equal(1, scheduler.Dispatch());
    }

    [Fact]
    public async Task U7_A_clear_before_the_dispatch_serves_both_loads()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<int> old = loader.LoadAsync(1);
        Task<int> fresh = loader.Clear(1).LoadAsync(1);

        Assert.NotSame(old, fresh);
        Assert.Equal([1, 1], await scheduler.DispatchFor(Tasks.All(old, fresh)));
        Assert.Same(fresh, loader.LoadAsync(1));
    }

    [Fact]
    public async Task U8_A_clear_and_prime_in_flight_gives_waiters_the_fetched_value_and_later_loads_the_primed_one()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<int> waiting = loader.LoadAsync(1);
        scheduler.Dispatch();

        loader.Prime(1, 5);
        Assert.Same(waiting, loader.LoadAsync(1));
        loader.Clear(1).Prime(1, 10);
        batch.Calls[0].Answer();

        Assert.Equal(1, await waiting.WithTimeout());
        Assert.Equal(10, await loader.LoadAsync(1).WithTimeout());
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
