namespace DataLoader.Tests;

/// <summary>Keys, cache keys and comparers that are null or throw: nothing is enqueued, and nobody is left behind.</summary>
public class BadKeyTests
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
    public void H3_U10_A_null_among_many_keys_is_reported_with_its_place()
    {
        (BatchLoader<string, string> loader, _, _) = Manual.Identity<string>();

        Assert.Equal(
            "The key at index 2 is null. (Parameter 'keys')",
            Assert.Throws<ArgumentNullException>(() => { _ = loader.LoadManyAsync(["a", "b", null!, "d"]); }).Message);
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
    public async Task U9_A_cache_key_that_throws_throws_at_once_and_enqueues_nothing()
    {
        var scheduler = new ManualBatchScheduler();
        var batch = RecordingBatch.Identity<int>();
        var error = new InvalidOperationException("no identity");
        var loader = BatchLoader.Create<int, int, int>(
            batch.LoadAsync, key => key < 0 ? throw error : key, new() { Scheduler = scheduler });

        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(-1); }));
        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([1, -1]); }));

        Assert.Equal(0, scheduler.Dispatch());
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void U10_A_null_among_many_keys_throws_at_once_and_enqueues_nothing(bool settled)
    {
        (BatchLoader<string, string> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        Assert.Throws<ArgumentNullException>(() =>
        {
            _ = settled ? (Task)loader.LoadManySettledAsync(["a", null!, "b"]) : loader.LoadManyAsync(["a", null!, "b"]);
        });

        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public async Task S4_A_comparer_that_throws_leaves_nothing_behind()
    {
        var comparer = new BrittleComparer();
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(o => o.KeyComparer = comparer);
        Task<int> first = loader.LoadAsync(1);

        comparer.Broken = true;
        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(2); });
        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([2, 3]); });
        comparer.Broken = false;

        Assert.Equal([1, 2], await scheduler.DispatchFor(Tasks.All(first, loader.LoadAsync(2))));
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task S4_The_cache_key_is_asked_for_once_for_each_load_and_not_when_a_failure_is_evicted()
    {
        var asked = new List<int>();
        var scheduler = new ManualBatchScheduler();
        var loader = BatchLoader.Create<int, int, int>(
            static (_, _) => throw new InvalidOperationException(),
            key =>
            {
                asked.Add(key);
                return key;
            },
            new() { Scheduler = scheduler });

        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])).FailsWith<InvalidOperationException>();
        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<InvalidOperationException>();

        Assert.Equal([1, 2, 1], asked);
    }

    [Fact]
    public async Task A_key_whose_text_throws_strands_nobody_when_a_stream_breaks_off()
    {
        var error = new FormatException("broken off");
        var scheduler = new ManualBatchScheduler();
        async IAsyncEnumerable<KeyValuePair<Mute, string?>> Stream(IReadOnlyList<Mute> keys)
        {
            await Task.CompletedTask;
            yield return new(keys[0], null);
            throw error;
        }

        var loader = new DelegateLoader<Mute, string?>(
            batch => batch.SetStreamAsync(Stream(batch.Keys)),
            new("Mute") { MissingKeys = MissingKeys.Fail },
            options: new() { Scheduler = scheduler });
        Task<IReadOnlyList<LoadResult<string?>>> loads = loader.LoadManySettledAsync([new(), new()]);
        try
        {
            scheduler.Dispatch();
        }
        catch (NotSupportedException)
        {
        }

        Assert.Same(error, (await loads.WaitAsync(TimeSpan.FromSeconds(3)))[1].Error);
    }

    [Fact]
    public async Task A_comparer_that_throws_half_way_leaves_no_caller_behind()
    {
        var comparer = new BrittleEquals();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(o => o.KeyComparer = comparer);
        using CancellationTokenSource one = new(), two = new();
        Task<IReadOnlyList<int>> first = loader.LoadManyAsync([1, 2], one.Token);
        scheduler.Dispatch();

        comparer.CallsLeft = 3;
        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([1, 2], two.Token); });
        comparer.CallsLeft = int.MaxValue;
        one.Cancel();

        await first.IsCancelled();
        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
    }

    private sealed class BrittleComparer : IEqualityComparer<int>
    {
        public bool Broken { get; set; }

        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => Broken ? throw new InvalidOperationException("no hash today") : obj;
    }

    private sealed class Mute
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class BrittleEquals : IEqualityComparer<int>
    {
        public int CallsLeft { get; set; } = int.MaxValue;

        public bool Equals(int x, int y) => CallsLeft-- <= 0 ? throw new InvalidOperationException("not today") : x == y;

        public int GetHashCode(int obj) => obj;
    }
}
