namespace DataLoader.Tests;

/// <summary>Which keys are the same.</summary>
public class KeyIdentityTests
{
    public static TheoryData<string> Identities => new("comparer", "cache key");

    [Fact]
    public async Task B16_Keys_without_equality_are_known_by_identity()
    {
        (BatchLoader<Plain, Plain> loader, RecordingBatch<Plain, Plain> batch, ManualBatchScheduler scheduler) = Manual.Identity<Plain>();
        (Plain a, Plain b) = (new Plain("x"), new Plain("x"));

        Assert.Equal([a, b], await scheduler.DispatchFor(loader.LoadManyAsync([a, b])));
        await scheduler.DispatchFor(loader.Clear(a).LoadManyAsync([a, b]));

        batch.AssertCalls([a, b], [a]);
    }

    [Fact]
    public async Task B16_Keys_with_equality_are_known_by_value()
    {
        (BatchLoader<Valued, Valued> loader, RecordingBatch<Valued, Valued> batch, ManualBatchScheduler scheduler) = Manual.Identity<Valued>();

        await scheduler.DispatchFor(loader.LoadManyAsync([new("x"), new("x")]));

        batch.AssertCalls([new Valued("x")]);
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task B17_Equal_keys_share_the_value_of_the_first(string identity)
    {
        (BatchLoader<Plain, Plain> loader, RecordingBatch<Plain, Plain> batch, ManualBatchScheduler scheduler) = ByName(identity);
        (Plain k1, Plain k2) = (new Plain("x"), new Plain("x"));

        Assert.Same(k1, await scheduler.DispatchFor(loader.LoadAsync(k1)));
        Assert.Same(k1, await scheduler.DispatchFor(loader.LoadAsync(k2)));
        batch.AssertCalls([k1]);
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task B18_Clearing_an_equal_key_evicts(string identity)
    {
        (BatchLoader<Plain, Plain> loader, RecordingBatch<Plain, Plain> batch, ManualBatchScheduler scheduler) = ByName(identity);
        (Plain k1, Plain k2) = (new Plain("x"), new Plain("x"));

        await scheduler.DispatchFor(loader.LoadAsync(k1));
        await scheduler.DispatchFor(loader.Clear(k2).LoadAsync(k1));

        batch.AssertCalls([k1], [k1]);
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task B19_Equal_keys_of_one_frame_reach_the_batch_as_the_first(string identity)
    {
        (BatchLoader<Plain, Plain> loader, RecordingBatch<Plain, Plain> batch, ManualBatchScheduler scheduler) = ByName(identity);
        (Plain k1, Plain k2) = (new Plain("x"), new Plain("x"));

        await scheduler.DispatchFor(Tasks.All(loader.LoadAsync(k1), loader.LoadAsync(k2)));

        Assert.Same(k1, Assert.Single(Assert.Single(batch.Calls)));
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task B20_Priming_a_key_primes_its_equals(string identity)
    {
        (BatchLoader<Plain, Plain> loader, RecordingBatch<Plain, Plain> batch, _) = ByName(identity);
        (Plain k1, Plain k2) = (new Plain("x"), new Plain("x"));

        Assert.Same(k1, await loader.Prime(k1, k1).LoadAsync(k2).WithTimeout());
        batch.AssertCalls();
    }

    [Fact]
    public async Task B21_Keys_are_compared_by_the_default_comparer()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        await scheduler.DispatchFor(loader.LoadManyAsync(["a", new string('a', 1), "A"]));

        batch.AssertCalls(["a", "A"]);
    }

    [Fact]
    public async Task B23_The_batch_runs_on_the_loader_that_was_called()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new SelfAwareLoader(scheduler);

        Assert.Same(loader, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task Keys_with_one_hash_are_told_apart()
    {
        (BatchLoader<SameHash, SameHash> loader, RecordingBatch<SameHash, SameHash> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<SameHash>();
        SameHash[] keys = Enumerable.Range(0, 300).Select(static id => new SameHash(id)).ToArray();

        Assert.Equal(keys, await scheduler.DispatchFor(Tasks.All(keys.Select(loader.LoadAsync))));
        loader.Clear(keys[7]);
        Assert.Equal(keys, await scheduler.DispatchFor(loader.LoadManyAsync(keys)));

        batch.AssertCalls(keys, [keys[7]]);
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

    [Fact]
    public async Task U22_Keys_are_what_the_default_comparer_says()
    {
        (BatchLoader<double, double> numbers, RecordingBatch<double, double> numberBatch, ManualBatchScheduler numberScheduler) =
            Manual.Identity<double>();
        await numberScheduler.DispatchFor(numbers.LoadManyAsync([double.NaN, double.NaN, 0.0, -0.0]));
        Assert.Equal(2, Assert.Single(numberBatch.Calls).Length);

        (BatchLoader<bool, bool> flags, RecordingBatch<bool, bool> flagBatch, ManualBatchScheduler flagScheduler) = Manual.Identity<bool>();
        await flagScheduler.DispatchFor(flags.LoadManyAsync([false, true, false]));
        flagBatch.AssertCalls([false, true]);
    }

    private static (BatchLoader<Plain, Plain> Loader, RecordingBatch<Plain, Plain> Batch, ManualBatchScheduler Scheduler) ByName(string identity)
    {
        if (identity == "comparer")
            return Manual.Identity<Plain>(static o => o.KeyComparer = new NameComparer());

        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<Plain>();
        return (BatchLoader.Create<Plain, string, Plain>(batch.LoadAsync, static key => key.Name, new() { Scheduler = scheduler }), batch, scheduler);
    }

    private sealed record SameHash(int Id)
    {
        public override int GetHashCode() => 1;
    }

    private sealed class SelfAwareLoader(ManualBatchScheduler scheduler)
        : BatchLoader<int, object>(new("SelfAware"), options: new() { Scheduler = scheduler })
    {
        protected override Task LoadBatchAsync(Batch<int, object> batch)
        {
            batch.SetValues([this]);
            return Task.CompletedTask;
        }
    }

    private sealed class Plain(string name)
    {
        public string Name { get; } = name;
    }

    private sealed class NameComparer : IEqualityComparer<Plain>
    {
        public bool Equals(Plain? x, Plain? y) => x?.Name == y?.Name;

        public int GetHashCode(Plain obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }

    private sealed record Valued(string Name);
}
