namespace DataLoader.Tests;

public class LimitTests
{
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
}
