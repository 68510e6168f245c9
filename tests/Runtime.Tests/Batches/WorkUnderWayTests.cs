namespace DataLoader.Tests;

/// <summary>Several batches of a loader that are out at the same time, with keys that wait.</summary>
public class WorkUnderWayTests
{
    [Fact]
    public async Task U4_Parts_run_together_and_a_part_that_fails_fails_its_own_keys_alone()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(static o => o.MaxBatchSize = 1);

        Task<int>[] loads = Enumerable.Range(1, 3).Select(loader.LoadAsync).ToArray();
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
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();

        Task<int> first = loader.LoadAsync(1);
        scheduler.Dispatch();
        Task<int> second = loader.LoadAsync(2);
        scheduler.Dispatch();

        batch.AssertCalls([1], [2]);
        batch.Calls[1].Answer();
        Assert.Equal(2, await second.WithTimeout());
        Assert.False(first.IsCompleted);
        batch.Calls[0].Answer();
        Assert.Equal(1, await first.WithTimeout());
    }

    [Fact]
    public async Task U4_The_parts_of_a_loader_with_a_cache_key_have_their_own_keys()
    {
        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, string, int>(
            batch.LoadAsync, static key => "key " + key, new() { MaxBatchSize = 2, Scheduler = scheduler });

        Assert.Equal([1, 2, 3, 4, 5], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3, 4, 5])));
        batch.AssertCalls([1, 2], [3, 4], [5]);
    }

    [Fact]
    public Task U4_Disposal_ends_every_batch_that_is_out_and_the_keys_that_wait() => Isolated.Run(async () =>
    {
        var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(GatedBatch.Identity<int>().LoadAsync, scope: scope);
        List<Task<int>> loads = [];
        foreach (int key in Enumerable.Range(1, 3))
        {
            using (scope.OpenFrame())
                loads.Add(loader.LoadAsync(key));
        }

        using (scope.OpenFrame())
        {
            loads.Add(loader.LoadAsync(4));
            scope.Dispose();
        }

        foreach (Task<int> load in loads)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => load.WithTimeout());
    });
}
