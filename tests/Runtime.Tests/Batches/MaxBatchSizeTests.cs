namespace DataLoader.Tests;

/// <summary>How the keys of a dispatch are cut into batches.</summary>
public class MaxBatchSizeTests
{
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task X7_Splitting_changes_no_value(int maxBatchSize)
    {
        (BatchLoader<int, string> loader, RecordingBatch<int, string> batch, ManualBatchScheduler scheduler) =
            Manual.Of<int, string>(static key => "value " + key, o => o.MaxBatchSize = maxBatchSize);
        int[] keys = [5, 3, 5, 8, 1, 9, 3, 2, 7, 6, 0, 4];

        IReadOnlyList<string> values = await scheduler.DispatchFor(Tasks.All(keys.Select(loader.LoadAsync)));

        Assert.Equal(keys.Select(static key => "value " + key), values);
        Assert.Equal(keys.Distinct(), batch.Calls.SelectMany(static part => part));
        Assert.All(batch.Calls, part => Assert.InRange(part.Length, 1, maxBatchSize));
    }

    [Theory]
    [InlineData(101, 100, new[] { 51, 50 })]
    [InlineData(100, 100, new[] { 100 })]
    [InlineData(200, 100, new[] { 100, 100 })]
    [InlineData(250, 100, new[] { 84, 83, 83 })]
    [InlineData(5, 2, new[] { 2, 2, 1 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    public async Task Parts_are_balanced(int keys, int maxBatchSize, int[] sizes)
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(o => o.MaxBatchSize = maxBatchSize);

        IReadOnlyList<int> values = await scheduler.DispatchFor(Tasks.All(Enumerable.Range(0, keys).Select(loader.LoadAsync)));

        Assert.Equal(Enumerable.Range(0, keys), values);
        Assert.Equal(sizes, batch.Calls.Select(static part => part.Length));
        Assert.Equal(Enumerable.Range(0, keys), batch.Calls.SelectMany(static part => part));
    }

    [Fact]
    public async Task Many_keys_are_cut_into_the_same_parts()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.MaxBatchSize = 100);

        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, 101)));

        Assert.Equal([51, 50], batch.Calls.Select(static part => part.Length));
    }

    [Fact]
    public void Dispatch_counts_parts()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>(static o => o.MaxBatchSize = 2);
        _ = loader.LoadManyAsync([1, 2, 3]);

        Assert.Equal(2, scheduler.Dispatch());
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public Task Parts_are_the_same_in_a_frame() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { MaxBatchSize = 100 }, scope);

        await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 101).Select(loader.LoadAsync))).WithTimeout();

        Assert.Equal([51, 50], batch.Calls.Select(static part => part.Length));
    });

    [Fact]
    public async Task U17_A_size_is_a_whole_number_and_the_largest_is_no_limit()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.MaxBatchSize = int.MaxValue);

        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, 100)));

        Assert.Single(batch.Calls);
    }
}
