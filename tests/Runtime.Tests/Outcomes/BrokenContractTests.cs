namespace DataLoader.Tests;

/// <summary>Batches that give no outcome at all: the error names the loader and says what is missing.</summary>
public class BrokenContractTests
{
    private const string LoaderName = "UserByIdLoader";

    [Theory]
    [InlineData("values")]
    [InlineData("guarded values")]
    [InlineData("rows")]
    [InlineData("dictionary")]
    [InlineData("results")]
    [InlineData("guarded results")]
    [InlineData("stream")]
    public async Task Null_instead_of_a_result_breaks_the_contract(string shape)
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) = Loading<User>(
            batch =>
            {
                switch (shape)
                {
                    case "values": batch.SetValues(null); break;
                    case "guarded values": batch.SetValues<UserId>(null); break;
                    case "rows": batch.SetRows<UserId>(null); break;
                    case "dictionary": batch.SetDictionary(null); break;
                    case "results": batch.SetResults(null); break;
                    case "guarded results": batch.SetResults<UserId>(null); break;
                    default: return batch.SetStreamAsync(null);
                }

                return Task.CompletedTask;
            },
            new(LoaderName));

        BatchContractException error = await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<BatchContractException>();

        Assert.Equal((LoaderName, 1, null), (error.LoaderName, error.KeyCount, error.ValueCount));
    }

    [Fact]
    public async Task Null_instead_of_a_lookup_breaks_the_contract()
    {
        (BatchLoader<int, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) =
            Answering<IReadOnlyList<string>>(static batch => batch.SetLookup(null));

        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<BatchContractException>();
    }

    [Fact]
    public async Task A_batch_that_sets_nothing_breaks_the_contract()
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) = Answering<User>(static _ => { });

        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<BatchContractException>();
    }

    [Fact]
    public async Task A_null_task_is_told_from_a_null_result()
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) = Answering<User>(static batch => throw batch.NullTask());

        BatchContractException error = await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])).FailsWith<BatchContractException>();

        Assert.Equal((LoaderName, 2, null), (error.LoaderName, error.KeyCount, error.ValueCount));
        Assert.Contains("task", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_loader_that_returns_a_null_task_itself_breaks_the_contract()
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) = Loading<User>(static _ => null!, new(LoaderName));

        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<BatchContractException>();
    }

    private static (BatchLoader<int, TValue> Loader, ManualBatchScheduler Scheduler) Answering<TValue>(
        Action<Batch<int, TValue>> answer, Action<BatchLoaderOptions<int, TValue>>? configure = null)
        => Loading(
            batch =>
            {
                answer(batch);
                return Task.CompletedTask;
            },
            new(LoaderName),
            configure);

    private static (BatchLoader<int, TValue> Loader, ManualBatchScheduler Scheduler) Loading<TValue>(
        Func<Batch<int, TValue>, Task> load, BatchLoaderDefinition definition, Action<BatchLoaderOptions<int, TValue>>? configure = null)
    {
        var scheduler = new ManualBatchScheduler();
        var options = new BatchLoaderOptions<int, TValue> { Scheduler = scheduler };
        configure?.Invoke(options);
        return (new DelegateLoader<int, TValue>(load, definition, options: options), scheduler);
    }
}
