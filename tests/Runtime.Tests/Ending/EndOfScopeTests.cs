namespace DataLoader.Tests;

/// <summary>What else a scope that ends must not break.</summary>
public class EndOfScopeTests
{
    [Fact]
    public Task A_scope_that_ends_while_its_batch_waits_in_a_frame_loses_no_batch_behind_it() => Isolated.Run(async () =>
    {
        var ending = new LoaderScope();
        using var staying = new LoaderScope();
        using var frame = new LoaderScope();
        static void OneByOne(BatchLoaderOptions<int, int> o)
        {
            o.MaxBatchSize = 1;
            o.MaxConcurrentBatches = 1;
        }

        (BatchLoader<int, int> gone, GatedBatch<int, int> goneBatch, ManualBatchScheduler goneScheduler) = Manual.Gated<int>(OneByOne, ending);
        (BatchLoader<int, int> stays, GatedBatch<int, int> staysBatch, ManualBatchScheduler staysScheduler) = Manual.Gated<int>(OneByOne, staying);
        Task<IReadOnlyList<LoadResult<int>>> lost = gone.LoadManySettledAsync([1, 2]);
        Task<IReadOnlyList<int>> load = stays.LoadManyAsync([1, 2]);
        goneScheduler.Dispatch();
        staysScheduler.Dispatch();

        using (frame.OpenFrame())
        {
            // Both second batches now wait in this frame to be started.
            goneBatch.Calls[0].Answer();
            staysBatch.Calls[0].Answer();
            ending.Dispose();
        }

        (await staysBatch.CallAsync(1)).Answer();
        Assert.Equal([1, 2], await load.WithTimeout());
        await lost.WithTimeout();
    });

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

    [Fact]
    public async Task What_an_aborted_request_cancels_carries_its_token()
    {
        using var request = new CancellationTokenSource();
        using var scope = new LoaderScope(request.Token);
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>(scope: scope);
        Task<int> pending = loader.LoadAsync(1);

        request.Cancel();

        Assert.Equal(request.Token, await pending.IsCancelled());
        Assert.Equal(request.Token, await loader.LoadAsync(2).IsCancelled());
        Assert.Equal(request.Token, await loader.LoadManyAsync([3]).IsCancelled());
    }
}
