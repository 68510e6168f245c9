namespace DataLoader.Tests;

/// <summary>Values that nobody asked for, in each shape of a result.</summary>
public class SurplusKeyTests
{
    public static TheoryData<string> Shapes => ["dictionary", "lookup", "rows", "stream"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task F9_Values_that_nobody_asked_for_are_dropped_when_no_key_is_missing(string shape)
    {
        foreach (SurplusKeys surplus in new[] { SurplusKeys.FailIfMissing, SurplusKeys.Ignore })
        {
            (BatchLoader<string, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) = Answering(shape, surplus, "ada", "bob", "eve");

            Assert.Equal([["ada"], ["bob"]], await scheduler.DispatchFor(loader.LoadManyAsync(["ada", "bob"])));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task F9_They_break_the_contract_where_the_setting_says_so(string shape)
    {
        (BatchLoader<string, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) = Answering(shape, SurplusKeys.Fail, "eve", "ada", "bob");

        BatchContractException error = await scheduler.DispatchFor(loader.LoadManyAsync(["bob", "ada"])).FailsWith<BatchContractException>();

        Assert.Contains("'eve'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task T5_They_are_counted_whether_they_are_dropped_or_fail_the_batch(string shape)
    {
        Assert.Equal((2.0, 2), await CountAsync(SurplusKeys.Ignore, "eve", "ada", "bob", "zoe"));
        Assert.Equal((2.0, 2), await CountAsync(SurplusKeys.FailIfMissing, "eve", "ada", "bob", "zoe"));
        Assert.Equal((1.0, 1), await CountAsync(SurplusKeys.FailIfMissing, "ada", "BOB"));
        Assert.Equal((0.0, null), await CountAsync(SurplusKeys.Ignore, "ada"));
        Assert.Equal((0.0, null), await CountAsync(SurplusKeys.Ignore, "ada", "bob"));

        async Task<(double, object?)> CountAsync(SurplusKeys surplus, params string[] names)
        {
            using var heard = new Heard();
            (BatchLoader<string, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) = Answering(shape, surplus, names);
            _ = await scheduler.DispatchFor(loader.LoadManySettledAsync(["ada", "bob"]));
            return (heard.Sum(TelemetryNames.SurplusKeys), heard.Spans.Single().GetTagItem("dataloader.surplus_key_count"));
        }
    }

    [Theory]
    [InlineData("dictionary", MissingKeys.Null)]
    [InlineData("dictionary", MissingKeys.Fail)]
    [InlineData("lookup", MissingKeys.Null)]
    public async Task F9_A_key_that_is_missing_beside_them_fails_alone_and_names_what_it_may_be_there(string shape, MissingKeys missing)
    {
        (BatchLoader<string, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) =
            Answering(shape, SurplusKeys.FailIfMissing, missing, "zoe", "ada", "BOB  ", "eve");

        IReadOnlyList<LoadResult<IReadOnlyList<string>>> results = await scheduler.DispatchFor(loader.LoadManySettledAsync(["ada", "bob"]));

        Assert.Equal(["ada"], results[0].Value);
        Assert.Equal(
            "Names: there is no value for key 'bob', but there is one for 'BOB  ', which nobody asked for. If both mean the same, set CacheKey or " +
            "KeyComparer; if the batch method returns more than it is asked for on purpose, set Surplus = SurplusKeys.Ignore.",
            Assert.IsType<KeyNotFoundException>(results[1].Error).Message);
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("stream")]
    public async Task F9_Rows_and_streams_that_lack_a_key_beside_them_break_the_contract(string shape)
    {
        (BatchLoader<string, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) =
            Answering(shape, SurplusKeys.FailIfMissing, "BOB", "ada");

        IReadOnlyList<LoadResult<IReadOnlyList<string>>> results = await scheduler.DispatchFor(loader.LoadManySettledAsync(["ada", "bob"]));

        Assert.Equal(
            "Names: there is a value for key 'BOB', which is not in the batch; what looks most like it there is 'bob'. Return only values of the " +
            "keys asked for, or correct KeyOf. If both mean the same, set CacheKey or KeyComparer; if the batch method returns more than it is " +
            "asked for on purpose, set Surplus = SurplusKeys.Ignore.",
            Assert.IsType<BatchContractException>(results[1].Error).Message);
        Assert.Equal(shape == "rows", results[0].Error is BatchContractException);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task F9_They_may_be_ignored_though_a_key_is_missing(string shape)
    {
        (BatchLoader<string, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) = Answering(shape, SurplusKeys.Ignore, "ada", "BOB");

        IReadOnlyList<IReadOnlyList<string>> lists = await scheduler.DispatchFor(loader.LoadManyAsync(["ada", "bob"]));

        Assert.Equal(["ada"], lists[0]);
        Assert.Equal(shape == "lookup", lists[1] is []);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task F9_A_missing_key_is_no_error_where_nothing_came_for_others(string shape)
    {
        (BatchLoader<string, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) =
            Answering(shape, SurplusKeys.FailIfMissing, "ada");

        Assert.Equal(["ada"], (await scheduler.DispatchFor(loader.LoadManyAsync(["ada", "bob"])))[0]);
    }

    [Theory]
    [InlineData("dictionary")]
    [InlineData("lookup")]
    public async Task F9_Another_spelling_that_the_comparer_knows_is_not_one_that_nobody_asked_for(string shape)
    {
        (BatchLoader<string, IReadOnlyList<string>> loader, ManualBatchScheduler scheduler) =
            Answering(shape, SurplusKeys.Fail, MissingKeys.Null, StringComparer.OrdinalIgnoreCase, "ADA");

        Assert.Equal(["ADA"], (await scheduler.DispatchFor(loader.LoadManyAsync(["ada", "bob"])))[0]);
    }

    [Fact]
    public void F9_F4_Options_override_the_definition()
    {
        var definition = new BatchLoaderDefinition("Names") { Surplus = SurplusKeys.Fail };

        Assert.Equal(SurplusKeys.Fail, new BatchLoaderOptions<int, int>().Over(definition).Surplus);
        Assert.Equal(SurplusKeys.Ignore, new BatchLoaderOptions<int, int> { Surplus = SurplusKeys.Ignore }.Over(definition).Surplus);
    }

    private static (BatchLoader<string, IReadOnlyList<string>> Loader, ManualBatchScheduler Scheduler) Answering(
        string shape, SurplusKeys surplus, params string[] known)
        => Answering(shape, surplus, MissingKeys.Null, null, known);

    private static (BatchLoader<string, IReadOnlyList<string>> Loader, ManualBatchScheduler Scheduler) Answering(
        string shape, SurplusKeys surplus, MissingKeys missing, params string[] known)
        => Answering(shape, surplus, missing, null, known);

    private static (BatchLoader<string, IReadOnlyList<string>> Loader, ManualBatchScheduler Scheduler) Answering(
        string shape, SurplusKeys surplus, MissingKeys missing, StringComparer? comparer, params string[] known)
    {
        var scheduler = new ManualBatchScheduler();
        KeyValuePair<string, IReadOnlyList<string>>[] entries =
            [.. known.Select(static key => KeyValuePair.Create(key, (IReadOnlyList<string>)[key]))];
        var loader = new DelegateLoader<string, IReadOnlyList<string>>(
            batch =>
            {
                switch (shape)
                {
                    case "stream":
                        return batch.SetStreamAsync(Streams.Of(entries));
                    case "rows":
                        batch.SetRows<FirstElement>([.. entries.Select(static entry => entry.Value)]);
                        break;
                    case "lookup":
                        batch.SetLookup(known.ToLookup(static key => key));
                        break;
                    default:
                        batch.SetDictionary(new Dictionary<string, IReadOnlyList<string>>(entries));
                        break;
                }

                return Task.CompletedTask;
            },
            new("Names") { MissingKeys = missing, Surplus = surplus },
            options: new() { Scheduler = scheduler, KeyComparer = comparer });
        return (loader, scheduler);
    }

    private readonly struct FirstElement : IKeyOf<string, IReadOnlyList<string>>
    {
        public string Of(IReadOnlyList<string> value) => value[0];
    }
}
