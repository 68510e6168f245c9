namespace DataLoader.Tests;

public class SchedulerTests
{
    [Fact]
    public async Task Each_window_begins_with_its_first_key()
    {
        var time = new FakeTime();
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Windowed(TimeSpan.FromSeconds(1), time);

        Task<int> first = loader.LoadAsync(1);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await first.WithTimeout());
        time.Advance(TimeSpan.FromSeconds(10));
        Task<int> second = loader.LoadAsync(2);
        time.Advance(TimeSpan.FromMilliseconds(999));
        batch.AssertCalls([1]);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(2, await second.WithTimeout());
        batch.AssertCalls([1], [2]);
    }

    [Fact]
    public async Task A_window_may_serve_several_loaders()
    {
        var time = new FakeTime();
        var window = BatchScheduler.Window(TimeSpan.FromSeconds(1), time);
        var batch = RecordingBatch.Identity<int>();
        BatchLoader<int, int>[] loaders =
            Enumerable.Range(0, 3).Select(_ => BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = window })).ToArray();

        Task<IReadOnlyList<int>> loads = Tasks.All(loaders.Select(static (loader, index) => loader.LoadAsync(index)));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([0, 1, 2], await loads.WithTimeout());
        batch.AssertCalls([0], [1], [2]);
    }

    [Fact]
    public async Task A_window_uses_the_clock_of_the_system_when_given_none()
    {
        (BatchLoader<int, int> loader, _) = Windowed(TimeSpan.FromMilliseconds(1), null);

        Assert.Equal([1, 2], await loader.LoadManyAsync([1, 2]).WithTimeout());
    }

    [Fact]
    public void A_window_can_not_be_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>("window", () => BatchScheduler.Window(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("window", () => BatchScheduler.Window(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task A_load_in_a_window_that_ends_with_its_scope_fails()
    {
        var time = new FakeTime();
        var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(
            batch.LoadAsync, new() { Scheduler = BatchScheduler.Window(TimeSpan.FromSeconds(1), time) }, scope);
        Task<int> load = loader.LoadAsync(1);

        scope.Dispose();
        time.Advance(TimeSpan.FromSeconds(1));

        await load.FailsWith<ObjectDisposedException>();
        batch.AssertCalls();
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

    private static (BatchLoader<int, int> Loader, RecordingBatch<int, int> Batch) Windowed(TimeSpan window, TimeProvider? time)
    {
        var batch = RecordingBatch.Identity<int>();
        return (BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = BatchScheduler.Window(window, time) }), batch);
    }
}
