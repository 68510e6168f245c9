using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

public class DisposalTests
{
    [Fact]
    public async Task Pending_loads_fail_and_are_never_sent()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>(scope: scope);
        using var source = new CancellationTokenSource();
        Task<int> single = loader.LoadAsync(1);
        Task<int> leaving = loader.LoadAsync(2, source.Token);
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 3]);

        scope.Dispose();

        await single.FailsWith<ObjectDisposedException>();
        await leaving.FailsWith<ObjectDisposedException>();
        await many.FailsWith<ObjectDisposedException>();
        Assert.Equal(0, scheduler.Dispatch());
        batch.AssertCalls();
    }

    [Fact]
    public void Later_loads_throw()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(scope: scope);
        loader.Prime(1, 1);

        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(1); });
        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(2); });
        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(2, CancellationToken.None); });
        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadManyAsync([2]); });
        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadManySettledAsync([2]); });
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public async Task A_batch_in_flight_is_cancelled_and_its_late_values_are_dropped()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        Task<int> load = loader.LoadAsync(1);
        scheduler.Dispatch();

        scope.Dispose();

        await load.FailsWith<ObjectDisposedException>();
        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        await load.FailsWith<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_late_failure_is_dropped_too()
    {
        var error = new InvalidOperationException("late");
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        Task<int> load = loader.LoadAsync(1);
        scheduler.Dispatch();

        scope.Dispose();
        batch.Calls[0].Fail(error);

        await load.FailsWith<ObjectDisposedException>();
    }

    [Fact]
    public async Task Disposing_twice_is_disposing_once()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>(scope: scope);
        Task<int> load = loader.LoadAsync(1);

        scope.Dispose();
        scope.Dispose();

        await load.FailsWith<ObjectDisposedException>();
    }

    [Fact]
    public async Task What_was_loaded_before_stays_loaded()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(scope: scope);
        Task<int> load = loader.LoadAsync(1);
        scheduler.Dispatch();
        await load.WithTimeout();

        scope.Dispose();

        Assert.Equal(1, await load);
    }

    [Fact]
    public Task A_scope_that_is_disposed_inside_a_drain_fails_what_is_left() => Isolated.Run(async () =>
    {
        var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        Task<int> first, second;
        Task<int>? held = null;

        using (scope.OpenFrame())
        {
            first = loader.LoadAsync(1);
            second = loader.LoadAsync(2);
            _ = first.ContinueWith(
                _ =>
                {
                    held = loader.LoadAsync(3);
                    scope.Dispose();
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        Assert.Equal(1, await first.WithTimeout());
        await second.FailsWith<ObjectDisposedException>();
        await held!.FailsWith<ObjectDisposedException>();
        batch.AssertCalls([1, 2]);
    });

    [Fact]
    public Task A_frame_around_the_end_of_its_scope_can_still_be_closed() => Isolated.Run(async () =>
    {
        var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        Task<int> load;

        using (scope.OpenFrame())
        {
            load = loader.LoadAsync(1);
            scope.Dispose();
        }

        await load.FailsWith<ObjectDisposedException>();
    });

    [Fact]
    public async Task One_scope_ends_alone()
    {
        LoaderScope ending = new(), staying = new();
        (BatchLoader<int, int> gone, _, _) = Manual.Identity<int>(scope: ending);
        (BatchLoader<int, int> stays, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(scope: staying);
        (Task<int> lost, Task<int> load) = (gone.LoadAsync(1), stays.LoadAsync(1));

        ending.Dispose();

        await lost.FailsWith<ObjectDisposedException>();
        Assert.Equal(1, await scheduler.DispatchFor(load));
        staying.Dispose();
    }

    [Fact]
    public async Task A_batch_that_ends_its_own_scope_fails_its_loads()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(
            (keys, _) =>
            {
                scope.Dispose();
                return Task.FromResult(keys);
            },
            scope: scope);

        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_scope_may_be_disposed_after_its_request_was_aborted()
    {
        using var aborted = new CancellationTokenSource();
        var scope = new LoaderScope(aborted.Token);
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        Task<int> flying = loader.LoadAsync(1);
        scheduler.Dispatch();
        aborted.Cancel();
        Assert.False(flying.IsCompleted);

        scope.Dispose();

        await flying.FailsWith<ObjectDisposedException>();
        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(1); });
        batch.Calls[0].Answer();
    }

    [Fact]
    public void A_request_may_be_aborted_after_its_scope_was_disposed()
    {
        using var aborted = new CancellationTokenSource();
        var scope = new LoaderScope(aborted.Token);
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>(scope: scope);
        scope.Dispose();

        aborted.Cancel();

        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(1); });
    }

    [Fact]
    public void Failures_of_loads_that_nobody_awaits_any_more_are_quiet()
    {
        var late = new InvalidOperationException("late");

        Assert.False(Unobserved.Reports(late, () => FailAfterDisposal(late)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailAfterDisposal(Exception late)
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        _ = loader.LoadAsync(1);
        scheduler.Dispatch();
        scope.Dispose();
        batch.Calls[0].Fail(late);
        _ = batch.Calls[0].Outcome.Exception;
    }
}
