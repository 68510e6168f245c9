namespace DataLoader.Tests;

/// <summary>What the batch does with the outcome that a generated loader puts into it.</summary>
public class GuardTests
{
    private const string LoaderName = "UserByIdLoader";

    [Fact]
    public async Task Values_in_the_order_of_their_keys_pass()
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) =
            Answering<User>(static batch => batch.SetValues<UserId>(User.Of([.. batch.Keys])));

        Assert.Equal(User.Of(3, 1, 2), await scheduler.DispatchFor(loader.LoadManyAsync([3, 1, 2])));
    }

    [Fact]
    public async Task A_value_in_the_slot_of_another_key_fails_the_batch_and_says_where()
    {
        int calls = 0;
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) =
            Answering<User>(batch => batch.SetValues<UserId>(User.Of(calls++ == 0 ? [1, 3, 2] : [1])));

        Task<User>[] loads = new[] { loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(3) };
        scheduler.Dispatch();

        KeyOrderException error = await loads[0].FailsWith<KeyOrderException>();
        await loads[1].FailsWith(error);
        await loads[2].FailsWith(error);
        Assert.Equal((LoaderName, 3, 1), (error.LoaderName, error.KeyCount, error.Index));
        Assert.Equal((2, 3), (error.ExpectedKey, error.ActualKey));
        Assert.Contains(LoaderName, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await scheduler.DispatchFor(loader.LoadAsync(1))).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_count_is_checked_before_the_order(bool guarded)
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) = Answering<User>(batch =>
        {
            if (guarded)
                batch.SetValues<UserId>(User.Of(2));
            else
                batch.SetValues(User.Of(2));
        });

        BatchContractException error = await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])).FailsWith<BatchContractException>();

        Assert.Equal((2, 1), (error.KeyCount, error.ValueCount));
    }

    [Theory]
    [InlineData("values")]
    [InlineData("guarded values")]
    [InlineData("rows")]
    [InlineData("dictionary without the key")]
    [InlineData("dictionary with null")]
    [InlineData("results")]
    [InlineData("guarded results")]
    [InlineData("stream")]
    public async Task A_missing_key_is_null_where_null_is_allowed_and_an_error_of_that_key_where_not(string shape)
    {
        foreach (MissingKeys missing in new[] { MissingKeys.Null, MissingKeys.Fail })
        {
            (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) =
                Loading<User>(batch => SetOnlyFirst(batch, shape), new(LoaderName) { MissingKeys = missing });

            Task<User> first = loader.LoadAsync(1);
            Task<User> second = loader.LoadAsync(4711);
            scheduler.Dispatch();

            Assert.Equal(new User(1), await first.WithTimeout());
            if (missing == MissingKeys.Null)
            {
                Assert.Null(await second.WithTimeout());
            }
            else
            {
                KeyNotFoundException error = await second.FailsWith<KeyNotFoundException>();
                Assert.Contains(LoaderName, error.Message, StringComparison.Ordinal);
                Assert.Contains("4711", error.Message, StringComparison.Ordinal);
            }

            Assert.Same(second, loader.LoadAsync(4711));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(33)]
    [InlineData(1_000)]
    public async Task Rows_in_any_order_reach_their_keys(int count)
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) =
            Answering<User>(batch => batch.SetRows<UserId>(User.Of([.. batch.Keys.Reverse()])));

        IReadOnlyList<User> users = await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, count)));

        Assert.Equal(Enumerable.Range(0, count), users.Select(static user => user.Id));
    }

    [Fact]
    public async Task A_second_row_for_a_key_breaks_the_contract_and_is_named()
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) =
            Answering<User>(static batch => batch.SetRows<UserId>(User.Of(1, 4711, 4711)));

        BatchContractException error = await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 4711])).FailsWith<BatchContractException>();

        Assert.Equal((LoaderName, 3), (error.LoaderName, error.KeyCount));
        Assert.Contains("4711", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_that_nobody_asked_for_breaks_the_contract_and_is_named(bool inPlaceOfAnother)
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) =
            Answering<User>(
                batch => batch.SetRows<UserId>(inPlaceOfAnother ? User.Of(1, 4711) : User.Of(1, 2, 4711)),
                o => o.Surplus = inPlaceOfAnother ? SurplusKeys.FailIfMissing : SurplusKeys.Fail);

        BatchContractException error = await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])).FailsWith<BatchContractException>();

        Assert.Equal(LoaderName, error.LoaderName);
        Assert.Contains("4711", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_serves_every_slot_of_its_key()
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) =
            Answering<User>(static batch => batch.SetRows<UserId>(User.Of(2, 1)), static o => o.Cache = false);

        Assert.Equal([1, 2, 1], (await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 1]))).Select(static user => user.Id));
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("values")]
    [InlineData("results")]
    public async Task Values_belong_to_keys_with_the_same_cache_key(string shape)
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<string, string, User>(
            batch => SetAda(batch, shape),
            static key => key.ToUpperInvariant(),
            options: new() { Scheduler = scheduler });

        Assert.Equal(1, (await scheduler.DispatchFor(loader.LoadAsync("ada"))).Id);
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("values")]
    [InlineData("results")]
    public async Task Values_belong_to_keys_that_the_comparer_calls_equal(string shape)
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<string, User>(
            batch => SetAda(batch, shape),
            options: new() { Scheduler = scheduler, KeyComparer = StringComparer.OrdinalIgnoreCase });

        Assert.Equal(1, (await scheduler.DispatchFor(loader.LoadAsync("ada"))).Id);
    }

    [Fact]
    public async Task Results_are_checked_where_they_hold_a_value()
    {
        var failure = new InvalidOperationException();
        (BatchLoader<int, User> right, ManualBatchScheduler scheduler) =
            Answering<User>(batch => batch.SetResults<UserId>([new User(1), LoadResult.Failure<User>(failure)]));
        IReadOnlyList<LoadResult<User>> results = await scheduler.DispatchFor(right.LoadManySettledAsync([1, 2]));
        Assert.Equal([new User(1), LoadResult.Failure<User>(failure)], results);

        (BatchLoader<int, User> wrong, ManualBatchScheduler wrongScheduler) =
            Answering<User>(batch => batch.SetResults<UserId>([LoadResult.Failure<User>(failure), new User(1)]));
        KeyOrderException error = await wrongScheduler.DispatchFor(wrong.LoadManyAsync([1, 2])).FailsWith<KeyOrderException>();
        Assert.Equal((1, 2, 1), (error.Index, error.ExpectedKey, error.ActualKey));
    }

    [Fact]
    public async Task Entries_of_a_dictionary_that_nobody_asked_for_are_ignored()
    {
        (BatchLoader<int, User> loader, ManualBatchScheduler scheduler) =
            Answering<User>(static batch => batch.SetDictionary(User.Of(3, 2, 1).ToDictionary(static user => user.Id)));

        Assert.Equal(User.Of(1, 2), await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
    }

    [Fact]
    public async Task A_key_without_group_gets_an_empty_list()
    {
        (BatchLoader<int, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) = Answering<IReadOnlyList<string>>(static batch =>
            batch.SetLookup(new[] { "two", "deux" }.ToLookup(static _ => 2)));

        Assert.Equal([[], ["two", "deux"]], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
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

    private static Task SetAda(Batch<string, User> batch, string shape)
    {
        switch (shape)
        {
            case "rows": batch.SetRows<UserName>([new(1, "ADA")]); break;
            case "values": batch.SetValues<UserName>([new(1, "ADA")]); break;
            default: batch.SetResults<UserName>([new User(1, "ADA")]); break;
        }

        return Task.CompletedTask;
    }

    private static Task SetOnlyFirst(Batch<int, User> batch, string shape)
    {
        var first = new User(1);
        switch (shape)
        {
            case "values": batch.SetValues([first, null!]); break;
            case "guarded values": batch.SetValues<UserId>([first, null!]); break;
            case "rows": batch.SetRows<UserId>([first]); break;
            case "dictionary without the key": batch.SetDictionary(new Dictionary<int, User> { [1] = first }); break;
            case "dictionary with null": batch.SetDictionary(new Dictionary<int, User> { [1] = first, [4711] = null! }); break;
            case "results": batch.SetResults([first, null!]); break;
            case "guarded results": batch.SetResults<UserId>([first, null!]); break;
            default: return batch.SetStreamAsync(Streams.Of(KeyValuePair.Create(1, first)));
        }

        return Task.CompletedTask;
    }
}
