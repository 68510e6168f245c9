namespace DataLoader.Tests;

/// <summary>What a declaration and options decide, what wins, and what is refused.</summary>
public class OptionTests
{
    [Fact]
    public void F1_The_name_is_the_declared_one_unless_the_options_give_another()
    {
        var definition = new BatchLoaderDefinition("UserById");
        static Task Nothing(Batch<int, int> batch) => Task.CompletedTask;

        Assert.Equal("UserById", new DelegateLoader<int, int>(Nothing, definition).Name);
        Assert.Equal("UserById", new DelegateLoader<int, int>(Nothing, definition, options: new()).Name);
        Assert.Equal("Mine", new DelegateLoader<int, int>(Nothing, definition, options: new() { Name = "Mine" }).Name);
        Assert.Equal("Mine", new DelegateLoader<int, string, int>(Nothing, static _ => "", definition, options: new() { Name = "Mine" }).Name);
        Assert.False(string.IsNullOrEmpty(Manual.Identity<int>().Loader.Name));
    }

    [Fact]
    public void F1_F4_Options_that_two_kinds_of_loaders_share_leave_each_its_own_declaration()
    {
        static Task Nothing(Batch<int, int> batch) => Task.CompletedTask;
        var options = new BatchLoaderOptions<int, int>();

        Assert.Equal("A", new DelegateLoader<int, int>(Nothing, new("A"), options: options).Name);
        Assert.Equal("B", new DelegateLoader<int, int>(Nothing, new("B"), options: options).Name);
    }

    [Fact]
    public void F2_Defaults_are_unlimited_and_cached()
    {
        var options = new BatchLoaderOptions<int, int>();
        var definition = new BatchLoaderDefinition("UserById");

        Assert.Equal((int.MaxValue, int.MaxValue, true), (options.MaxBatchSize, options.MaxConcurrentBatches, options.Cache));
        Assert.Equal((int.MaxValue, int.MaxValue, true), (definition.MaxBatchSize, definition.MaxConcurrentBatches, definition.Cache));
        Assert.Null(options.Name);
        Assert.Null(options.KeyComparer);
        Assert.Null(options.CacheMap);
        Assert.Null(options.Scheduler);
        Assert.Equal(MissingKeys.Null, definition.MissingKeys);
    }

    [Fact]
    public async Task F4_What_options_leave_unset_stays_as_declared()
    {
        var declared = new BatchLoaderDefinition("Declared") { MaxBatchSize = 2, Cache = false };
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Declared(declared, static o => o.Name = "Named");

        await scheduler.DispatchFor(loader.LoadManyAsync([1, 1, 2]));

        Assert.Equal([2, 1], batch.Calls.Select(static keys => keys.Length));
    }

    [Fact]
    public async Task F4_What_options_set_wins_even_when_it_is_the_default()
    {
        var declared = new BatchLoaderDefinition("Declared") { MaxBatchSize = 2, Cache = false };
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Declared(declared, static o =>
        {
            o.MaxBatchSize = int.MaxValue;
            o.Cache = true;
        });

        await scheduler.DispatchFor(loader.LoadManyAsync([1, 1, 2, 3]));

        batch.AssertCalls([1, 2, 3]);
    }

    [Fact]
    public async Task F5_What_the_batch_method_needs_comes_from_the_instance()
    {
        (BatchLoader<int, string?> english, ManualBatchScheduler scheduler) = Named(new() { [1] = "one" });
        (BatchLoader<int, string?> german, _) = Named(new() { [1] = "eins" });

        Assert.Equal("one", await scheduler.DispatchFor(english.LoadAsync(1)));
        Assert.NotSame(english.LoadAsync(1), german.LoadAsync(1));
    }

    [Fact]
    public async Task F6_Two_scopes_share_no_entry()
    {
        using var monday = new LoaderScope();
        using var tuesday = new LoaderScope();
        var options = new BatchLoaderOptions<int, object> { Scheduler = new ManualBatchScheduler() };
        var batch = RecordingBatch.Of<int, object>(static _ => new());
        IEnumerable<BatchLoader<int, object>> loaders =
            new[] { monday, tuesday }.Select(scope => BatchLoader.Create<int, object>(batch.LoadAsync, options, scope));

        Task<IReadOnlyList<object>> loads = Tasks.All(loaders.Select(static loader => loader.LoadAsync(1)));
        ((ManualBatchScheduler)options.Scheduler).Dispatch();
        IReadOnlyList<object> values = await loads.WithTimeout();

        Assert.NotSame(values[0], values[1]);
        batch.AssertCalls([1], [1]);
    }

    [Fact]
    public async Task F7_A_dictionary_needs_no_alignment()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, string?>(
            static batch =>
            {
                batch.SetDictionary(new Dictionary<int, string?> { [3] = "three", [1] = "one" });
                return Task.CompletedTask;
            },
            options: new() { Scheduler = scheduler });

        Assert.Equal(["one", null, "three"], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void H6_X6_A_limit_below_one_is_refused(int limit)
    {
        Assert.Equal(1, new BatchLoaderOptions<int, int> { MaxBatchSize = 1 }.MaxBatchSize);
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

    private static (BatchLoader<int, string?> Loader, ManualBatchScheduler Scheduler) Named(Dictionary<int, string?> names)
    {
        var scheduler = new ManualBatchScheduler();
        return (new NameLoader(names, scheduler), scheduler);
    }

    private static (BatchLoader<int, int> Loader, RecordingBatch<int, int> Batch, ManualBatchScheduler Scheduler) Declared(
        BatchLoaderDefinition definition, Action<BatchLoaderOptions<int, int>> configure)
    {
        var recorded = RecordingBatch.Identity<int>();
        var scheduler = new ManualBatchScheduler();
        var options = new BatchLoaderOptions<int, int> { Scheduler = scheduler };
        configure(options);
        var loader = new DelegateLoader<int, int>(
            async batch => batch.SetValues(await recorded.LoadAsync(batch.Keys, default)), definition, options: options);
        return (loader, recorded, scheduler);
    }

    /// <summary>As the generator emits it: the services of the batch method are fields of the loader.</summary>
    private sealed class NameLoader(Dictionary<int, string?> names, ManualBatchScheduler scheduler)
        : BatchLoader<int, string?>(new("Name"), options: new() { Scheduler = scheduler })
    {
        protected override Task LoadBatchAsync(Batch<int, string?> batch)
        {
            batch.SetDictionary(names);
            return Task.CompletedTask;
        }
    }
}
