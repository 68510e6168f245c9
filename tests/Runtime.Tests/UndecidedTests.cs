using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>What other libraries do but do not promise: rows U1 to U22.</summary>
public class UndecidedTests
{
    [Theory]
    [InlineData("manual", 1, true)]
    [InlineData("manual", int.MaxValue, false)]
    [InlineData("frames", 1, true)]
    [InlineData("frames", 2, true)]
    [InlineData("frames", int.MaxValue, false)]
    [InlineData("window", 1, false)]
    public Task U1_Load_never_runs_the_batch_in_any_mode(string scheduler, int maxBatchSize, bool cache) => Isolated.Run(async () =>
    {
        var loading = new ThreadLocal<bool>();
        var ranInside = false;
        var loader = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                ranInside |= loading.Value;
                return Task.FromResult<IReadOnlyList<int>>([.. keys]);
            },
            new()
            {
                MaxBatchSize = maxBatchSize,
                Cache = cache,
                Scheduler = scheduler switch
                {
                    "manual" => new ManualBatchScheduler(),
                    "window" => BatchScheduler.Window(TimeSpan.Zero),
                    _ => null,
                },
            });

        loading.Value = true;
        var loads = Enumerable.Range(0, 5).Select(loader.LoadAsync).Append(loader.LoadAsync(0)).ToList();
        var many = loader.LoadManyAsync([5, 6, 7]);
        loading.Value = false;
        if (scheduler != "manual")
        {
            await Task.WhenAll([.. loads, many]).WithTimeout();
        }

        Assert.False(ranInside);
    });

    [Fact]
    public async Task U2_A_hit_schedules_nothing()
    {
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = scheduler });

        var load = loader.LoadAsync(1);
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
    public Task U3_Loads_settle_in_the_order_of_their_keys() => Isolated.Run(() =>
    {
        var (loader, _, scheduler) = Manual.Identity<int>();
        var settled = new List<string>();
        void Note(string name, Task load)
            => load.ContinueWith(_ => settled.Add(name), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        var (first, second, third) = (loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(3));
        Note("3", third);
        Note("2", second);
        Note("1", first);
        Note("2 again", loader.LoadAsync(2));
        scheduler.Dispatch();

        Assert.Equal(["1", "2", "2 again", "3"], settled);
    });

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

    [Fact]
    public async Task U9_A_cache_key_that_throws_throws_at_once_and_enqueues_nothing()
    {
        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<int>();
        var error = new InvalidOperationException("no identity");
        var loader = BatchLoader.Create<int, int, int>(
            batch.LoadAsync, key => key < 0 ? throw error : key, new() { Scheduler = scheduler });

        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(-1); }));
        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([1, -1]); }));

        Assert.Equal(0, scheduler.Dispatch());
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void U10_A_null_among_many_keys_throws_at_once_and_enqueues_nothing(bool settled)
    {
        var (loader, _, scheduler) = Manual.Identity<string>();

        Assert.Throws<ArgumentNullException>(() =>
        {
            _ = settled ? (Task)loader.LoadManySettledAsync(["a", null!, "b"]) : loader.LoadManyAsync(["a", null!, "b"]);
        });

        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public async Task U11_A_scheduler_that_dispatches_at_once_loses_no_key()
    {
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = new DelegateScheduler(static pending => pending.Dispatch()) });

        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
        Assert.Equal([2, 3], await loader.LoadManyAsync([2, 3]).WithTimeout());
        Assert.Equal([1, 2, 3], batch.Calls.SelectMany(static keys => keys));
    }

    [Fact]
    public async Task U12_A_scheduler_that_throws_poisons_nothing()
    {
        var error = new InvalidOperationException("no scheduling today");
        var broken = true;
        var batch = RecordingBatch.Identity<int>();
        var scheduler = new DelegateScheduler(_ =>
        {
            if (broken)
            {
                throw error;
            }
        });
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });

        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(1); }));
        broken = false;
        var load = loader.LoadAsync(1);
        scheduler.Scheduled[^1].Dispatch();

        Assert.Equal(1, await load.WithTimeout());
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task U13_A_batch_is_sent_once_however_often_it_is_dispatched()
    {
        var batch = RecordingBatch.Identity<int>();
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });

        var load = loader.LoadAsync(1);

        Assert.Equal(1, scheduler.Scheduled[0].Dispatch());
        Assert.Equal(0, scheduler.Scheduled[0].Dispatch());
        Assert.Equal(1, await load.WithTimeout());
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task U14_The_keys_can_not_be_changed_by_the_batch()
    {
        object? seen = null;
        var (loader, scheduler) = Manual.Create<int, int>((keys, _) =>
        {
            seen = keys;
            return Task.FromResult<IReadOnlyList<int>>([.. keys]);
        });

        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2]));

        Assert.IsNotType<int[]>(seen);
        Assert.IsNotType<List<int>>(seen);
        if (seen is IList<int> list)
        {
            Assert.True(list.IsReadOnly);
            Assert.Throws<NotSupportedException>(() => list.RemoveAt(0));
            Assert.Throws<NotSupportedException>(() => list[0] = 5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task U15_A_batch_that_ends_cancelled_settles_its_loads_and_is_not_cached(bool thrown)
    {
        var calls = 0;
        var (loader, scheduler) = Manual.Create<int, int>((keys, _) => ++calls > 1
            ? Task.FromResult<IReadOnlyList<int>>([.. keys])
            : thrown ? throw new OperationCanceledException() : Task.FromCanceled<IReadOnlyList<int>>(new(canceled: true)));

        var (first, second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        await first.IsCancelled();
        await second.IsCancelled();
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task U16_A_value_that_is_a_task_is_not_awaited()
    {
        var pending = new TaskCompletionSource<int>().Task;
        var (loader, _, scheduler) = Manual.Of<int, Task<int>>(_ => pending);

        Assert.Same(pending, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task U17_A_size_is_a_whole_number_and_the_largest_is_no_limit()
    {
        var (loader, batch, scheduler) = Manual.Identity<int>(static o => o.MaxBatchSize = int.MaxValue);

        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, 100)));

        Assert.Single(batch.Calls);
    }

    [Fact]
    public async Task U18_The_batch_sees_the_ambient_context_of_its_first_load()
    {
        var ambient = new AsyncLocal<string>();
        string? seen = null;
        var (loader, scheduler) = Manual.Create<int, int>((keys, _) =>
        {
            seen = ambient.Value;
            return Task.FromResult<IReadOnlyList<int>>([.. keys]);
        });
        async Task<int> LoadAs(string name, int key)
        {
            ambient.Value = name;
            return await loader.LoadAsync(key);
        }

        var loads = Tasks.All(LoadAs("first", 1), LoadAs("second", 2));
        ambient.Value = "dispatcher";
        await scheduler.DispatchFor(loads);

        Assert.Equal("first", seen);
        Assert.Equal("dispatcher", ambient.Value);
    }

    [Fact]
    public Task U18_Holds_for_frames_too() => Isolated.Run(async () =>
    {
        var ambient = new AsyncLocal<string>();
        var seen = new List<string?>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                seen.Add(ambient.Value);
                return Task.FromResult<IReadOnlyList<int>>([.. keys]);
            },
            scope: scope);
        async Task<int> LoadAs(string name, int key)
        {
            ambient.Value = name;
            return await loader.LoadAsync(await loader.LoadAsync(key) + 10);
        }

        await scope.RunAsync(() => Tasks.All(LoadAs("first", 1), LoadAs("second", 2))).WithTimeout();

        Assert.Equal(["first", "first"], seen);
    });

    [Fact]
    public void U19_A_failure_that_one_waiter_observed_is_observed()
    {
        var error = new InvalidOperationException("observed once");

        Assert.False(Unobserved.Reports(error, () => FailTwoLoadsOfOneKey(error, observe: true)));
        Assert.True(Unobserved.Reports(error, () => FailTwoLoadsOfOneKey(error, observe: false)));
    }

    [Fact]
    public void U20_A_primed_task_that_failed_is_no_unobserved_error()
    {
        var error = new InvalidOperationException("primed");

        Assert.False(Unobserved.Reports(error, () => PrimeFailedTask(error)));
    }

    [Fact]
    public async Task U21_Null_is_a_value_and_is_cached()
    {
        var (loader, batch, scheduler) = Manual.Of<int, string?>(static _ => null);

        await scheduler.DispatchFor(loader.LoadAsync(1));

        Assert.Null(await scheduler.DispatchFor(loader.LoadAsync(1)));
        Assert.Null(await loader.Prime(2, (string?)null).LoadAsync(2).WithTimeout());
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task U22_Keys_are_what_the_default_comparer_says()
    {
        var (numbers, numberBatch, numberScheduler) = Manual.Identity<double>();
        await numberScheduler.DispatchFor(numbers.LoadManyAsync([double.NaN, double.NaN, 0.0, -0.0]));
        Assert.Equal(2, Assert.Single(numberBatch.Calls).Length);

        var (flags, flagBatch, flagScheduler) = Manual.Identity<bool>();
        await flagScheduler.DispatchFor(flags.LoadManyAsync([false, true, false]));
        flagBatch.AssertCalls([false, true]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailTwoLoadsOfOneKey(Exception error, bool observe)
    {
        var (loader, scheduler) = Manual.Create<int, int>((_, _) => throw error);
        var load = loader.LoadAsync(1);
        _ = loader.LoadAsync(1);
        scheduler.Dispatch();
        ((IAsyncResult)load).AsyncWaitHandle.WaitOne();
        if (observe)
        {
            Assert.Same(error, load.Exception!.InnerException);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrimeFailedTask(Exception error)
        => Manual.Identity<int>().Loader.Prime(1, Task.FromException<int>(error));
}
