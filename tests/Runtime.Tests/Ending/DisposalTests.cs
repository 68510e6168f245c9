using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>Scopes that are disposed: what is pending fails, and nobody else is harmed.</summary>
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
    public void Failures_of_loads_that_nobody_awaits_any_more_are_quiet()
    {
        var late = new InvalidOperationException("late");

        Assert.False(Unobserved.Reports(late, () => FailAfterDisposal(late)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scope_that_ends_leaves_no_failed_task_in_a_map(bool inContinuation)
    {
        var cache = new MapCache<int, int>();
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(o => o.CacheMap = cache, scope);
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        if (inContinuation)
        {
            _ = first.ContinueWith(_ => scope.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            batch.Calls[0].Answer();
        }
        else
        {
            scope.Dispose();
        }

        await second.FailsWith<ObjectDisposedException>();
        Assert.DoesNotContain(2, cache.Keys);
    }

    [Fact]
    public void Disposed_with_no_keys_throws()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>(scope: scope);
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadManyAsync([]); });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callback_of_a_batch_that_throws_when_its_scope_ends_harms_nobody(bool aborted)
    {
        using var request = new CancellationTokenSource();
        var scope = new LoaderScope(request.Token);
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            batch =>
            {
                batch.CancellationToken.Register(static () => throw new FormatException());
                return new TaskCompletionSource().Task;
            },
            scope: scope,
            options: new() { Scheduler = scheduler });
        (BatchLoader<int, int> waits, _, ManualBatchScheduler otherScheduler) = Manual.Identity<int>(scope: scope);
        Task<int> flying = loader.LoadAsync(1);
        scheduler.Dispatch();
        Task<int> pending = waits.LoadAsync(1);

        if (aborted)
        {
            request.Cancel();
            await pending.IsCancelled();
        }

        scope.Dispose();

        await flying.FailsWith<ObjectDisposedException>();
        if (!aborted)
            await pending.FailsWith<ObjectDisposedException>();

        Assert.Equal(0, otherScheduler.Dispatch());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void X12_A_batch_whose_callers_may_all_leave_is_cancelled_with_its_scope_too(bool aborted)
    {
        using CancellationTokenSource request = new(), caller = new();
        using var scope = new LoaderScope(request.Token);
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        _ = loader.LoadAsync(1, caller.Token);
        scheduler.Dispatch();

        if (aborted)
            request.Cancel();
        else
            scope.Dispose();

        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
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
