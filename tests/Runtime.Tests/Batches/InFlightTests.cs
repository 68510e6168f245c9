namespace DataLoader.Tests;

/// <summary>What happens while a batch is in flight: rows U4 to U8.</summary>
public class InFlightTests
{
    [Fact]
    public async Task U4_Parts_run_together_and_a_part_that_fails_fails_its_own_keys_alone()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(static o => o.MaxBatchSize = 1);

        Task<int>[] loads = Enumerable.Range(1, 3).Select(loader.LoadAsync).ToArray();
        scheduler.Dispatch();

        batch.AssertCalls([1], [2], [3]);
        Assert.Equal(3, batch.MaxRunning);
        batch.Calls[1].Fail(new InvalidOperationException());
        batch.Calls[2].Answer();
        batch.Calls[0].Answer();
        await loads[1].FailsWith<InvalidOperationException>();
        Assert.Equal(4, await loads[0].WithTimeout() + await loads[2].WithTimeout());
    }

    [Fact]
    public async Task U5_A_second_batch_may_start_while_the_first_is_in_flight()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();

        Task<int> first = loader.LoadAsync(1);
        scheduler.Dispatch();
        Task<int> second = loader.LoadAsync(2);
        scheduler.Dispatch();

        batch.AssertCalls([1], [2]);
        batch.Calls[1].Answer();
        Assert.Equal(2, await second.WithTimeout());
        Assert.False(first.IsCompleted);
        batch.Calls[0].Answer();
        Assert.Equal(1, await first.WithTimeout());
    }

    [Fact]
    public async Task U6_A_batch_that_fails_does_not_evict_a_newer_entry()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        (Task<int> primed, Task<int> reloaded) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        loader.Clear(1).Prime(1, 10).Clear(2);
        Task<int> newer = loader.LoadAsync(2);
        batch.Calls[0].Fail(new InvalidOperationException());
        await primed.FailsWith<InvalidOperationException>();
        await reloaded.FailsWith<InvalidOperationException>();

        Assert.Equal(10, await loader.LoadAsync(1).WithTimeout());
        Assert.Same(newer, loader.LoadAsync(2));
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
}
