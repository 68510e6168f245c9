namespace DataLoader.Tests;

public class MisuseTests
{
    [Fact]
    public async Task H3_A_null_key_throws_at_once_and_enqueues_nothing()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        Assert.Throws<ArgumentNullException>("key", () => { _ = loader.LoadAsync(null!); });
        Assert.Throws<ArgumentNullException>("key", () => { _ = loader.LoadAsync(null!, CancellationToken.None); });
        Assert.Throws<ArgumentNullException>("key", () => { _ = loader.LoadAsync(null!, new CancellationToken(canceled: true)); });

        Assert.Equal(0, scheduler.Dispatch());
        Assert.Equal("a", await scheduler.DispatchFor(loader.LoadAsync("a")));
        batch.AssertCalls(["a"]);
    }

    [Fact]
    public async Task H4_The_zero_of_a_type_is_a_key()
    {
        Assert.Equal(0, await LoadFrom(Manual.Identity<int>(), 0));
        Assert.Equal("", await LoadFrom(Manual.Identity<string>(), ""));
        Assert.Equal(Guid.Empty, await LoadFrom(Manual.Identity<Guid>(), Guid.Empty));

        static Task<T> LoadFrom<T>((BatchLoader<T, T> Loader, RecordingBatch<T, T> Batch, ManualBatchScheduler Scheduler) subject, T key)
            where T : notnull
            => subject.Scheduler.DispatchFor(subject.Loader.LoadAsync(key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void H6_A_limit_below_one_is_refused(int limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>("MaxBatchSize", () => new BatchLoaderOptions<int, int> { MaxBatchSize = limit });
        Assert.Throws<ArgumentOutOfRangeException>("MaxConcurrentBatches", () => new BatchLoaderOptions<int, int> { MaxConcurrentBatches = limit });
        Assert.Throws<ArgumentOutOfRangeException>("MaxBatchSize", () => new BatchLoaderDefinition("X") { MaxBatchSize = limit });
        Assert.Throws<ArgumentOutOfRangeException>("MaxConcurrentBatches", () => new BatchLoaderDefinition("X") { MaxConcurrentBatches = limit });
    }

    [Fact]
    public async Task H7_A_null_comparer_is_the_default_one_and_a_null_cache_key_is_refused()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<string>(static o => o.KeyComparer = null);
        await scheduler.DispatchFor(loader.LoadManyAsync(["a", "A"]));
        batch.AssertCalls(["a", "A"]);

        Assert.Throws<ArgumentNullException>("cacheKey", () => BatchLoader.Create<int, int, int>(RecordingBatch.Identity<int>().LoadAsync, null!));
    }

    [Fact]
    public void H7_A_null_batch_function_is_refused()
    {
        Assert.Throws<ArgumentNullException>("batch", () => BatchLoader.Create<int, int>(null!));
        Assert.Throws<ArgumentNullException>("batch", () => BatchLoader.CreateSettled<int, int>(null!));
        Assert.Throws<ArgumentNullException>("batch", () => BatchLoader.Create<int, int, int>(null!, static key => key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void H7_A_cache_key_that_is_null_throws_at_once_says_so_and_enqueues_nothing(bool map)
    {
        var scheduler = new ManualBatchScheduler();
        var loader = BatchLoader.Create<int, string, int>(
            RecordingBatch.Identity<int>().LoadAsync,
            static key => key < 0 ? null! : "key",
            new() { Name = "UserById", Scheduler = scheduler, CacheMap = map ? new MapCache<string, int>() : null });

        foreach (Action call in new Action[]
        {
            () => loader.LoadAsync(-1),
            () => loader.LoadManyAsync([1, -1]),
            () => loader.LoadManySettledAsync([1, -1]),
            () => loader.Prime(-1, 1),
            () => loader.Clear(-1),
        })
        {
            Assert.Equal(
                "UserById: the cache key of a key is null. Return something that identifies the key.",
                Assert.Throws<InvalidOperationException>(call).Message);
        }

        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public Task H8_A_null_scheduler_is_the_default_one() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = null }, scope);
        var other = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = BatchScheduler.Frames }, scope);

        await scope.RunAsync(() => Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2), other.LoadAsync(3), other.LoadAsync(4))).WithTimeout();

        batch.AssertCalls([1, 2], [3, 4]);
    });
}
