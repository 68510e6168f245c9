namespace DataLoader.Tests;

/// <summary>Batches that are sent when a time has passed.</summary>
public class WindowTests
{
    [Fact]
    public async Task G3_A_window_collects_everything_within_it()
    {
        var time = new FakeTime();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(
            batch.LoadAsync, new() { Scheduler = BatchScheduler.Window(TimeSpan.FromMilliseconds(30), time) });

        Task<int> first = loader.LoadAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(10));
        Task<int> second = loader.LoadAsync(2);
        time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([1, 2], await Tasks.All(first, second).WithTimeout());
        batch.AssertCalls([1, 2]);
    }

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
    public void F10_A_window_that_is_longer_than_a_timer_waits_is_refused_when_it_is_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>("window", () => BatchScheduler.Window(TimeSpan.FromDays(60)));
        _ = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = BatchScheduler.Window(TimeSpan.FromDays(49)) })
            .LoadAsync(1);
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

    private static (BatchLoader<int, int> Loader, RecordingBatch<int, int> Batch) Windowed(TimeSpan window, TimeProvider? time)
    {
        var batch = RecordingBatch.Identity<int>();
        return (BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = BatchScheduler.Window(window, time) }), batch);
    }
}
