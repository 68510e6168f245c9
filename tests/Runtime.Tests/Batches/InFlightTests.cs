namespace DataLoader.Tests;

/// <summary>What happens while a batch is in flight: rows U4 to U8.</summary>
public class InFlightTests
{
    [Fact]
    public async Task U4_Parts_run_together_and_a_part_that_fails_fails_its_own_keys_alone()
    {
        var (loader, batch, scheduler) = Manual.Gated<int>(static o => o.MaxBatchSize = 1);

        var loads = Enumerable.Range(1, 3).Select(loader.LoadAsync).ToArray();
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
        var (loader, batch, scheduler) = Manual.Gated<int>();

        var first = loader.LoadAsync(1);
        scheduler.Dispatch();
        var second = loader.LoadAsync(2);
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
        var (loader, batch, scheduler) = Manual.Gated<int>();
        var (primed, reloaded) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        loader.Clear(1).Prime(1, 10).Clear(2);
        var newer = loader.LoadAsync(2);
        batch.Calls[0].Fail(new InvalidOperationException());
        await primed.FailsWith<InvalidOperationException>();
        await reloaded.FailsWith<InvalidOperationException>();

        Assert.Equal(10, await loader.LoadAsync(1).WithTimeout());
        Assert.Same(newer, loader.LoadAsync(2));
    }

    [Fact]
    public async Task U7_A_clear_in_flight_serves_the_old_waiters_and_never_brings_the_old_value_back()
    {
        var values = 0;
        var (loader, batch, scheduler) = Manual.Gated<int, int>(_ => ++values);
        var old = loader.LoadAsync(1);
        scheduler.Dispatch();

        var fresh = loader.Clear(1).LoadAsync(1);
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
        var (loader, batch, scheduler) = Manual.Gated<int>();
        var old = loader.LoadAsync(1);
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
        var (loader, _, scheduler) = Manual.Identity<int>();

        var old = loader.LoadAsync(1);
        var fresh = loader.Clear(1).LoadAsync(1);

        Assert.NotSame(old, fresh);
        Assert.Equal([1, 1], await scheduler.DispatchFor(Tasks.All(old, fresh)));
        Assert.Same(fresh, loader.LoadAsync(1));
    }

    [Fact]
    public async Task U8_A_clear_and_prime_in_flight_gives_waiters_the_fetched_value_and_later_loads_the_primed_one()
    {
        var (loader, batch, scheduler) = Manual.Gated<int>();
        var waiting = loader.LoadAsync(1);
        scheduler.Dispatch();

        loader.Prime(1, 5);
        Assert.Same(waiting, loader.LoadAsync(1));
        loader.Clear(1).Prime(1, 10);
        batch.Calls[0].Answer();

        Assert.Equal(1, await waiting.WithTimeout());
        Assert.Equal(10, await loader.LoadAsync(1).WithTimeout());
    }
}
