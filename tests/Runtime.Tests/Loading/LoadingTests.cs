namespace DataLoader.Tests;

/// <summary>Loads of one key: what the task is, which batch serves it, and what reaches the batch.</summary>
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
    public async Task A9_One_key_loaded_twice_is_asked_for_once()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(1));

        Assert.Equal([1, 1], await scheduler.DispatchFor(loads));
        batch.AssertCalls([1]);
    }

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

    [Fact]
    public async Task X1_A10_A_second_load_gives_the_same_task_pending_and_done()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        Task<int> first = loader.LoadAsync(1);

        Assert.Same(first, loader.LoadAsync(1));
        await scheduler.DispatchFor(first);
        Assert.Same(first, loader.LoadAsync(1));
        Assert.Same(first, loader.LoadAsync(1, CancellationToken.None));
    }

    [Theory]
    [InlineData("manual", 1, true)]
    [InlineData("manual", int.MaxValue, false)]
    [InlineData("frames", 1, true)]
    [InlineData("frames", 2, true)]
    [InlineData("frames", int.MaxValue, false)]
    [InlineData("window", 1, false)]
    public Task U1_X9_Load_never_runs_the_batch_in_any_mode(string scheduler, int maxBatchSize, bool cache) => Isolated.Run(async () =>
    {
        var loading = new ThreadLocal<bool>();
        bool ranInside = false;
        var loader = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                ranInside |= loading.Value;
                return Task.FromResult<IReadOnlyList<int>>([.. keys]);
            },
            new()
            {
                MaxBatchSize = maxBatchSize,
                Cache = cache,
                Scheduler = scheduler switch
                {
                    "manual" => new ManualBatchScheduler(),
                    "window" => BatchScheduler.Window(TimeSpan.Zero),
                    _ => null,
                },
            });

        loading.Value = true;
        var loads = Enumerable.Range(0, 5).Select(loader.LoadAsync).Append(loader.LoadAsync(0)).ToList();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([5, 6, 7]);
        loading.Value = false;
        if (scheduler != "manual")
            await Task.WhenAll([.. loads, many]).WithTimeout();

        Assert.False(ranInside);
    });

    [Fact]
    public Task U3_Loads_settle_in_the_order_of_their_keys() => Isolated.Run(() =>
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        var settled = new List<string>();
        void Note(string name, Task load)
            => load.ContinueWith(_ => settled.Add(name), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        (Task<int> first, Task<int> second, Task<int> third) = (loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(3));
        Note("3", third);
        Note("2", second);
        Note("1", first);
        Note("2 again", loader.LoadAsync(2));
        scheduler.Dispatch();

        Assert.Equal(["1", "2", "2 again", "3"], settled);
    });

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(7, int.MaxValue)]
    [InlineData(7, 1)]
    public Task S9_Of_loads_from_many_threads_none_is_lost_and_none_is_sent_twice(int maxBatchSize, int maxConcurrent) => Isolated.Run(async () =>
    {
        const int Keys = 500;
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(
            batch.LoadAsync, new() { MaxBatchSize = maxBatchSize, MaxConcurrentBatches = maxConcurrent }, scope);

        Task<int>[][] perThread = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            Enumerable.Range(0, Keys).Select(i => loader.LoadAsync((i + (thread * 131)) % Keys)).ToArray()))).WithTimeout();

        foreach (Task<int>[] loads in perThread)
            Assert.Equal(Enumerable.Range(0, Keys), (await Tasks.All(loads).WithTimeout()).Order());

        Assert.Equal(Enumerable.Range(0, Keys), batch.Calls.SelectMany(static keys => keys).Order());
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
