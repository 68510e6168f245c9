namespace DataLoader.Tests;

public class LoadingTests
{
    [Fact]
    public async Task A1_One_load_is_pending_until_the_dispatch_and_then_has_its_value()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<int> load = loader.LoadAsync(1);

        Assert.False(load.IsCompleted);
        Assert.Equal(1, scheduler.Dispatch());
        Assert.Equal(1, await load.WithTimeout());
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task A2_Loads_of_one_frame_share_a_batch()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2));

        Assert.Equal([1, 2], await scheduler.DispatchFor(loads));
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task A3_Keys_reach_the_batch_in_order_of_first_request()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<IReadOnlyList<int>> loads = Tasks.All(new[] { 2, 9, 6, 1 }.Select(loader.LoadAsync));

        Assert.Equal([2, 9, 6, 1], await scheduler.DispatchFor(loads));
        batch.AssertCalls([2, 9, 6, 1]);
    }

    [Fact]
    public async Task A4_Values_are_matched_by_position_alone()
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) =
            Manual.Create<int, int>(static (keys, _) => Task.FromResult<IReadOnlyList<int>>(keys.Reverse().ToArray()));

        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2));

        Assert.Equal([2, 1], await scheduler.DispatchFor(loads));
    }

    [Fact]
    public async Task A5_A_null_in_the_slot_of_an_unknown_key_is_a_value_and_is_cached()
    {
        (BatchLoader<int, string?> loader, RecordingBatch<int, string?> batch, ManualBatchScheduler scheduler) =
            Manual.Of<int, string?>(static _ => null);

        Assert.Null(await scheduler.DispatchFor(loader.LoadAsync(1)));
        Assert.Null(await loader.LoadAsync(1).WithTimeout());
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task A5_A_nullable_value_type_has_a_null_of_its_own()
    {
        (BatchLoader<int, int?> loader, _, ManualBatchScheduler scheduler) = Manual.Of<int, int?>(static key => key == 1 ? null : key);

        Task<IReadOnlyList<int?>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2));

        Assert.Equal([null, 2], await scheduler.DispatchFor(loads));
    }

    [Fact]
    public async Task A6_MaxBatchSize_splits_what_one_frame_loads()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.MaxBatchSize = 2);

        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(3));

        Assert.Equal([1, 2, 3], await scheduler.DispatchFor(loads));
        batch.AssertCalls([1, 2], [3]);
    }

    [Fact]
    public async Task A7_Duplicates_use_up_no_room_in_a_batch()
    {
        var time = new FakeTime();
        var batch = RecordingBatch.Identity<string>();
        var loader = BatchLoader.Create<string, string>(
            batch.LoadAsync,
            new() { MaxBatchSize = 3, Scheduler = BatchScheduler.Window(TimeSpan.FromMilliseconds(100), time) });
        string[] keys = ["a", "b", "a", "a", "a", "b", "c"];

        Task<IReadOnlyList<string>> loads = Tasks.All(keys.Select(loader.LoadAsync));
        time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(keys, await loads.WithTimeout());
        batch.AssertCalls(["a", "b", "c"]);
    }

    [Fact]
    public async Task A8_A_duplicate_is_served_by_a_part_that_is_full_already()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.MaxBatchSize = 2);

        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(1), loader.LoadAsync(3));

        Assert.Equal([1, 2, 1, 3], await scheduler.DispatchFor(loads));
        batch.AssertCalls([1, 2], [3]);
    }

    [Fact]
    public async Task A9_One_key_loaded_twice_is_asked_for_once()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(1));

        Assert.Equal([1, 1], await scheduler.DispatchFor(loads));
        batch.AssertCalls([1]);
    }

    [Fact]
    public void A10_One_key_loaded_twice_gives_one_task()
    {
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>();

        Assert.Same(loader.LoadAsync(1), loader.LoadAsync(1));
    }

    [Fact]
    public async Task A11_Without_batching_each_key_is_a_call_of_its_own()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.MaxBatchSize = 1);

        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2));

        Assert.Equal([1, 2], await scheduler.DispatchFor(loads));
        batch.AssertCalls([1], [2]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A12_No_batching_is_MaxBatchSize_1_declared_or_set(bool declared)
    {
        var recorded = RecordingBatch.Identity<int>();
        var scheduler = new ManualBatchScheduler();
        var options = new BatchLoaderOptions<int, int> { Scheduler = scheduler };
        if (!declared)
            options.MaxBatchSize = 1;

        var loader = new DelegateLoader<int, int>(
            async batch => batch.SetValues(await recorded.LoadAsync(batch.Keys, default)),
            new("Single") { MaxBatchSize = declared ? 1 : int.MaxValue },
            options: options);
        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(1));

        Assert.Equal([1, 2, 1], await scheduler.DispatchFor(loads));
        recorded.AssertCalls([1], [2]);
    }

    [Fact]
    public async Task A13_A_batch_is_unlimited_by_default()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<IReadOnlyList<int>> loads = Tasks.All(Enumerable.Range(0, 10_000).Select(loader.LoadAsync));

        Assert.Equal(Enumerable.Range(0, 10_000), await scheduler.DispatchFor(loads));
        Assert.Single(batch.Calls);
    }

    [Fact]
    public Task A14_Two_callers_with_two_dependent_loads_cost_two_batches() => Isolated.Run(async () =>
    {
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        async Task<int> Caller(int id) => await loader.LoadAsync(10 + await loader.LoadAsync(id));

        IReadOnlyList<int> values = await scope.RunAsync(() => Tasks.All(Caller(1), Caller(2))).WithTimeout();

        Assert.Equal([11, 12], values);
        batch.AssertCalls([1, 2], [11, 12]);
    });

    [Fact]
    public async Task A15_Each_loader_has_its_own_queue_and_its_own_cache()
    {
        (BatchLoader<int, int> first, RecordingBatch<int, int> firstBatch, ManualBatchScheduler firstScheduler) = Manual.Identity<int>();
        (BatchLoader<int, int> second, RecordingBatch<int, int> secondBatch, ManualBatchScheduler secondScheduler) = Manual.Identity<int>();

        await firstScheduler.DispatchFor(first.LoadAsync(1));
        await secondScheduler.DispatchFor(second.LoadAsync(1));

        firstBatch.AssertCalls([1]);
        secondBatch.AssertCalls([1]);
    }

    [Fact]
    public Task A16_Coalescing_waits_for_no_clock() => Isolated.Run(() =>
    {
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        Task<int> first, second;

        using (scope.OpenFrame())
        {
            first = loader.LoadAsync(1);
            second = loader.LoadAsync(2);
        }

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        batch.AssertCalls([1, 2]);
    });

    [Fact]
    public async Task A17_Unrelated_parts_of_a_program_share_a_batch()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        async Task<string> Title() => "title of " + await loader.LoadAsync(1);
        async Task<int> Price() => 100 * await loader.LoadAsync(2);

        Task<string> title = Title();
        Task<int> price = Price();
        scheduler.Dispatch();

        Assert.Equal("title of 1", await title.WithTimeout());
        Assert.Equal(200, await price.WithTimeout());
        batch.AssertCalls([1, 2]);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("synchronization context")]
    [InlineData("task scheduler")]
    public Task A18_Loads_share_a_batch_in_every_environment(string environment) => Isolated.Run(async () =>
    {
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        Task<IReadOnlyList<int>> Body() => scope.RunAsync(() => Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2)));

        Task<IReadOnlyList<int>> loads = environment switch
        {
            "synchronization context" => InContext(Body),
            "task scheduler" => Task.Factory.StartNew(
                Body, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap(),
            _ => Body(),
        };

        Assert.Equal([1, 2], await loads.WithTimeout());
        batch.AssertCalls([1, 2]);
    });

    private static Task<T> InContext<T>(Func<Task<T>> body)
    {
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        try
        {
            return body();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }
}
