namespace DataLoader.Tests;

/// <summary>Batches that are sent when the code says so.</summary>
public class ManualSchedulerTests
{
    [Fact]
    public async Task G1_A_manual_scheduler_sends_inside_dispatch_what_is_pending_then()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        var loads = new List<Task<string>> { loader.LoadAsync("A"), loader.LoadAsync("B") };
        batch.AssertCalls();
        Assert.Equal(1, scheduler.Dispatch());
        batch.AssertCalls(["A", "B"]);

        loads.AddRange([loader.LoadAsync("A"), loader.LoadAsync("C")]);
        Assert.Equal(1, scheduler.Dispatch());
        batch.AssertCalls(["A", "B"], ["C"]);

        Task<string> never = loader.LoadAsync("D");
        Assert.Equal(["A", "B", "A", "C"], await Tasks.All(loads).WithTimeout());
        Assert.False(never.IsCompleted);
        batch.AssertCalls(["A", "B"], ["C"]);
    }

    [Fact]
    public async Task G5_Hops_before_a_load_cost_nothing_as_long_as_nothing_was_dispatched()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();
        Task<string>? b = null, c = null, d = null;

        Task<string> a = loader.LoadAsync("A");
        await Isolated.Run(async () =>
        {
            await Task.Yield();
            b = loader.LoadAsync("B");
            await Task.Yield();
            c = loader.LoadAsync("C");
            await Task.Yield();
            d = loader.LoadAsync("D");
        });

        Assert.Equal(["A", "B", "C", "D"], await scheduler.DispatchFor(Tasks.All(a, b!, c!, d!)));
        batch.AssertCalls(["A", "B", "C", "D"]);
    }

    [Fact]
    public async Task G6_A_load_through_nested_async_methods_joins_the_batch()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();
        async Task<string> Inner() => await loader.LoadAsync("B");
        async Task<string> Outer() => await Inner();

        Assert.Equal(["A", "B"], await scheduler.DispatchFor(Tasks.All(loader.LoadAsync("A"), Outer())));
        batch.AssertCalls(["A", "B"]);
    }

    [Fact]
    public void Dispatch_sends_the_batches_of_all_loaders_and_counts_them()
    {
        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<int>();
        BatchLoader<int, int> Loader() => BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });
        (BatchLoader<int, int> one, BatchLoader<int, int> two) = (Loader(), Loader());
        Assert.Equal(0, scheduler.Dispatch());

        _ = one.LoadAsync(1);
        _ = two.LoadAsync(2);
        _ = one.LoadAsync(3);

        Assert.Equal(2, scheduler.Dispatch());
        Assert.Equal(0, scheduler.Dispatch());
        batch.AssertCalls([1, 3], [2]);
    }

    [Fact]
    public Task What_is_loaded_during_a_dispatch_waits_for_the_next() => Isolated.Run(async () =>
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        async Task<int> Chain() => await loader.LoadAsync(await loader.LoadAsync(1) + 1);

        Task<int> load = Chain();

        Assert.Equal(1, scheduler.Dispatch());
        batch.AssertCalls([1]);
        Assert.Equal(1, scheduler.Dispatch());
        batch.AssertCalls([1], [2]);
        Assert.Equal(0, scheduler.Dispatch());
        Assert.Equal(2, await load.WithTimeout());
    });

    [Fact]
    public Task Loads_inside_a_frame_are_left_to_their_own_scheduler() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>(scope: scope);
        Task<int> load;

        using (scope.OpenFrame())
            load = loader.LoadAsync(1);

        Assert.False(load.IsCompleted);
        batch.AssertCalls();
        Assert.Equal(1, await scheduler.DispatchFor(load));
    });
}
