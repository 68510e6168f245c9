namespace DataLoader.Tests;

/// <summary>How many batches of a loader are out at the same time.</summary>
public class MaxConcurrentBatchesTests
{
    [Fact]
    public async Task One_concurrent_batch_is_strictly_one_at_a_time()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(OneAtATime);

        Task<IReadOnlyList<int>> loads = Tasks.All(Enumerable.Range(0, 4).Select(loader.LoadAsync));
        scheduler.Dispatch();
        Task<int> later = loader.LoadAsync(4);
        scheduler.Dispatch();

        for (int i = 0; i < 5; i++)
        {
            GatedBatch<int, int>.Call call = await batch.CallAsync(i);
            Assert.Equal(i + 1, batch.Calls.Length);
            call.Answer();
        }

        Assert.Equal([0, 1, 2, 3], await loads.WithTimeout());
        Assert.Equal(4, await later.WithTimeout());
        Assert.Equal(1, batch.MaxRunning);
        batch.AssertCalls([0], [1], [2], [3], [4]);
    }

    [Fact]
    public async Task A_batch_ends_before_the_next_begins_even_for_the_code_after_its_last_value()
    {
        int running = 0;
        bool overlapped = false;
        var scheduler = new ManualBatchScheduler();
        var release = new TaskCompletionSource();
        var loader = new DelegateLoader<int, int>(
            async batch =>
            {
                overlapped |= ++running > 1;
                batch.SetValues(batch.Keys);
                await release.Task;
                running--;
            },
            new("Strict") { MaxBatchSize = 1, MaxConcurrentBatches = 1 },
            options: new() { Scheduler = scheduler });

        Task<IReadOnlyList<int>> loads = loader.LoadManyAsync([1, 2, 3]);
        scheduler.Dispatch();
        release.SetResult();
        await loads.WithTimeout();

        Assert.False(overlapped);
    }

    [Fact]
    public async Task Two_concurrent_batches_are_two()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(static o =>
        {
            o.MaxBatchSize = 1;
            o.MaxConcurrentBatches = 2;
        });

        Task<int>[] loads = Enumerable.Range(0, 3).Select(loader.LoadAsync).ToArray();
        scheduler.Dispatch();
        batch.AssertCalls([0], [1]);

        batch.Calls[1].Answer();
        (await batch.CallAsync(2)).Answer();
        Assert.Equal(1, await loads[1].WithTimeout());
        Assert.Equal(2, await loads[2].WithTimeout());
        Assert.False(loads[0].IsCompleted);
        batch.Calls[0].Answer();
        Assert.Equal(0, await loads[0].WithTimeout());
        Assert.Equal(2, batch.MaxRunning);
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("is cancelled")]
    public async Task A_batch_that_does_not_succeed_makes_room_too(string how)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(OneAtATime);
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        if (how == "fails")
            batch.Calls[0].Fail(new InvalidOperationException());
        else
            batch.Calls[0].Cancel();

        (await batch.CallAsync(1)).Answer();
        await Assert.ThrowsAnyAsync<Exception>(() => first.WithTimeout());
        Assert.Equal(2, await second.WithTimeout());
    }

    [Fact]
    public async Task Batches_that_throw_or_complete_at_once_make_room_too()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Of<int, int>(
            static key => key % 2 == 0 ? key : throw new FormatException(),
            OneAtATime);

        IReadOnlyList<LoadResult<int>> results = await scheduler.DispatchFor(loader.LoadManySettledAsync(Enumerable.Range(0, 10_000)));

        Assert.Equal(5_000, results.Count(static result => result.IsSuccess));
        Assert.Equal(10_000, batch.Calls.Length);
    }

    [Fact]
    public async Task Batches_run_in_the_order_in_which_they_were_sent()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(static o =>
        {
            o.MaxBatchSize = 2;
            o.MaxConcurrentBatches = 1;
        });
        Task<IReadOnlyList<int>> first = loader.LoadManyAsync([1, 2, 3, 4]);
        scheduler.Dispatch();
        Task<IReadOnlyList<int>> second = loader.LoadManyAsync([5, 6]);
        scheduler.Dispatch();

        for (int i = 0; i < 3; i++)
            (await batch.CallAsync(i)).Answer();

        await first.WithTimeout();
        await second.WithTimeout();
        batch.AssertCalls([1, 2], [3, 4], [5, 6]);
    }

    [Fact]
    public async Task Each_loader_has_its_own_limit()
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> one, GatedBatch<int, int> oneBatch, ManualBatchScheduler oneScheduler) =
            Manual.Gated<int>(static o => o.MaxConcurrentBatches = 1, scope);
        (BatchLoader<int, int> two, GatedBatch<int, int> twoBatch, ManualBatchScheduler twoScheduler) =
            Manual.Gated<int>(static o => o.MaxConcurrentBatches = 1, scope);

        Task<IReadOnlyList<int>> loads = Tasks.All(one.LoadAsync(1), two.LoadAsync(2));
        oneScheduler.Dispatch();
        twoScheduler.Dispatch();

        oneBatch.AssertCalls([1]);
        twoBatch.AssertCalls([2]);
        oneBatch.Calls[0].Answer();
        twoBatch.Calls[0].Answer();
        await loads.WithTimeout();
    }

    [Fact]
    public Task Nested_loaders_that_run_one_batch_at_a_time_do_not_deadlock() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var leafBatch = RecordingBatch.Identity<int>();
        var leaf = BatchLoader.Create<int, int>(leafBatch.LoadAsync, new() { MaxBatchSize = 3, MaxConcurrentBatches = 1 }, scope);
        var middle = BatchLoader.Create<int, int>(
            async (keys, _) => await leaf.LoadManyAsync(keys), new() { MaxBatchSize = 3, MaxConcurrentBatches = 1 }, scope);
        var root = BatchLoader.Create<int, int>(
            async (keys, _) => await middle.LoadManyAsync(keys), new() { MaxBatchSize = 3, MaxConcurrentBatches = 1 }, scope);

        IReadOnlyList<int> values = await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 20).Select(root.LoadAsync))).WithTimeout();

        Assert.Equal(Enumerable.Range(0, 20), values);
        Assert.Equal(Enumerable.Range(0, 20), leafBatch.Calls.SelectMany(static keys => keys));
    });

    [Fact]
    public async Task A_cached_key_waits_for_no_room()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(static o => o.MaxConcurrentBatches = 1);
        loader.Prime(2, 2);
        Task<int> load = loader.LoadAsync(1);
        scheduler.Dispatch();

        Assert.True(loader.LoadAsync(2).IsCompletedSuccessfully);
        batch.Calls[0].Answer();
        await load.WithTimeout();
    }

    [Fact]
    public async Task A_part_that_waits_for_room_ends_with_its_scope_and_never_runs()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(OneAtATime, scope);
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        scope.Dispose();

        await first.FailsWith<ObjectDisposedException>();
        await second.FailsWith<ObjectDisposedException>();
        batch.Calls[0].Answer();
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task A_part_that_waits_for_room_is_cancelled_with_its_request_and_never_runs()
    {
        using var aborted = new CancellationTokenSource();
        using var scope = new LoaderScope(aborted.Token);
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(OneAtATime, scope);
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        aborted.Cancel();

        await second.IsCancelled();
        batch.Calls[0].Cancel();
        await first.IsCancelled();
        batch.AssertCalls([1]);
    }

    private static void OneAtATime(BatchLoaderOptions<int, int> options) => (options.MaxBatchSize, options.MaxConcurrentBatches) = (1, 1);
}
