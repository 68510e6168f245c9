namespace DataLoader.Tests;

/// <summary>Scopes that end while a frame is open: no batch and no other scope is lost.</summary>
public class DisposalInFrameTests
{
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
    public Task A_scope_that_ends_while_its_batch_waits_in_a_frame_loses_no_batch_behind_it() => Isolated.Run(async () =>
    {
        var ending = new LoaderScope();
        using var staying = new LoaderScope();
        using var frame = new LoaderScope();
        static void OneByOne(BatchLoaderOptions<int, int> o) => (o.MaxBatchSize, o.MaxConcurrentBatches) = (1, 1);

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
}
