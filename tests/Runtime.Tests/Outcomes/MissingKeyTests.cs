namespace DataLoader.Tests;

/// <summary>Keys that the backend does not know, in each shape of a result.</summary>
public class MissingKeyTests
{
    public static TheoryData<string> Shapes => ["dictionary", "rows", "stream"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A5_F7_A_value_type_without_null_fails_the_key_that_is_missing_and_no_other(string shape)
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Answering(shape, MissingKeys.Null, 1, 3);

        IReadOnlyList<LoadResult<int>> results = await scheduler.DispatchFor(loader.LoadManySettledAsync([1, 2, 3]));

        Assert.Equal([1, 3], [results[0].Value, results[2].Value]);
        Assert.Equal("Numbers: there is no value for key '2'.", Assert.IsType<KeyNotFoundException>(results[1].Error).Message);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A5_F7_A_nullable_value_type_gets_null(string shape)
    {
        (BatchLoader<int, int?> loader, ManualBatchScheduler scheduler) = Answering<int?>(shape, MissingKeys.Null, 1, 3);

        Assert.Equal([1, null, 3], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3])));
        Assert.Null(await loader.LoadAsync(2).WithTimeout());
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A5_F7_A_nullable_value_type_that_is_not_optional_fails_the_key_that_is_missing(string shape)
    {
        (BatchLoader<int, int?> loader, ManualBatchScheduler scheduler) = Answering<int?>(shape, MissingKeys.Fail, 1, 3);

        IReadOnlyList<LoadResult<int?>> results = await scheduler.DispatchFor(loader.LoadManySettledAsync([1, 2, 3]));

        Assert.Equal([1, 3], [results[0].Value, results[2].Value]);
        Assert.IsType<KeyNotFoundException>(results[1].Error);
    }

    [Theory]
    [InlineData(MissingKeys.Null)]
    [InlineData(MissingKeys.Fail)]
    public async Task F7_A_key_that_a_lookup_does_not_have_gets_an_empty_list(MissingKeys missing)
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, IReadOnlyList<string>>(
            static batch =>
            {
                batch.SetLookup(new[] { (1, "a"), (3, "c"), (1, "b") }.ToLookup(static row => row.Item1, static row => row.Item2));
                return Task.CompletedTask;
            },
            new("Lists") { MissingKeys = missing },
            options: new() { Scheduler = scheduler });

        Assert.Equal([["a", "b"], [], ["c"]], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3])));
    }

    [Fact]
    public async Task F7_A_lookup_may_spell_its_keys_in_several_ways()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<string, IReadOnlyList<int>>(
            static batch =>
            {
                batch.SetLookup(new[] { ("ADA", 1), ("Ada", 2), ("bob", 3) }.ToLookup(static row => row.Item1, static row => row.Item2));
                return Task.CompletedTask;
            },
            options: new() { Scheduler = scheduler, KeyComparer = StringComparer.OrdinalIgnoreCase });

        Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadAsync("ada")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F7_U7_A_stream_serves_a_key_that_was_cleared_and_asked_for_again_before_the_dispatch_twice(bool all)
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Answering("stream", MissingKeys.Null, 1, 2);
        (Task<int> old, Task<int> other) = (loader.LoadAsync(1), loader.LoadAsync(2));

        Task<int> fresh = (all ? loader.ClearAll() : loader.Clear(1)).LoadAsync(1);

        Assert.Equal([1, 2, 1], await scheduler.DispatchFor(Tasks.All(old, other, fresh)));
    }

    [Fact]
    public async Task F7_A_dictionary_may_spell_its_keys_in_another_way()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<string, int>(
            static batch =>
            {
                batch.SetDictionary(new Dictionary<string, int> { ["ADA"] = 1 });
                return Task.CompletedTask;
            },
            options: new() { Scheduler = scheduler, KeyComparer = StringComparer.OrdinalIgnoreCase });

        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync("ada")));
    }

    private static (BatchLoader<int, int> Loader, ManualBatchScheduler Scheduler) Answering(string shape, MissingKeys missing, params int[] known)
        => Answering<int>(shape, missing, known);

    private static (BatchLoader<int, TValue> Loader, ManualBatchScheduler Scheduler) Answering<TValue>(
        string shape, MissingKeys missing, params TValue[] known)
    {
        var scheduler = new ManualBatchScheduler();
        KeyValuePair<int, TValue>[] entries = [.. known.Select(static value => new KeyValuePair<int, TValue>((int)(object)value!, value))];
        var loader = new DelegateLoader<int, TValue>(
            batch =>
            {
                switch (shape)
                {
                    case "stream":
                        return batch.SetStreamAsync(Streams.Of(entries));
                    case "rows":
                        batch.SetRows<Itself<TValue>>(known);
                        break;
                    default:
                        batch.SetDictionary(new Dictionary<int, TValue>(entries));
                        break;
                }

                return Task.CompletedTask;
            },
            new("Numbers") { MissingKeys = missing },
            options: new() { Scheduler = scheduler });
        return (loader, scheduler);
    }

    private readonly struct Itself<TValue> : IKeyOf<int, TValue>
    {
        public int Of(TValue value) => (int)(object)value!;
    }
}
