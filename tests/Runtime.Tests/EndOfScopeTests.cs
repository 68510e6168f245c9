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

        var (gone, goneBatch, goneScheduler) = Manual.Gated<int>(OneByOne, ending);
        var (stays, staysBatch, staysScheduler) = Manual.Gated<int>(OneByOne, staying);
        var lost = gone.LoadManySettledAsync([1, 2]);
        var load = stays.LoadManyAsync([1, 2]);
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
        var (loader, batch, scheduler) = Manual.Gated<int>(o => o.CacheMap = cache, scope);
        var (first, second) = (loader.LoadAsync(1), loader.LoadAsync(2));
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
        var (loader, _, _) = Manual.Identity<int>(scope: scope);
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadManyAsync([]); });
    }
}
