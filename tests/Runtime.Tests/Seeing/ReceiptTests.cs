namespace DataLoader.Tests;

/// <summary>What observers are told of batches and scopes.</summary>
public class ReceiptTests
{
    private const string Secret = "secret of key 2";

    [Fact]
    public async Task T10_Each_call_of_a_batch_method_has_a_receipt_before_its_callers_go_on()
    {
        Task? load = null;
        bool wasDone = true;
        using var watching = new Watching { OnBatch = _ => wasDone = load!.IsCompleted };
        BatchLoader<int, int> users = watching.Loader("Users", maxBatchSize: 10);

        using (watching.Scope.OpenFrame())
            load = users.LoadManyAsync([1, 2]);
        await load.WithTimeout();

        BatchReceipt batch = Assert.Single(watching.Batches);
        Assert.False(wasDone);
        Assert.Equal(
            ("Users", 1, 1, DispatchReason.RootFrame, 2, 10, 1, 1),
            (batch.LoaderName, batch.Number, batch.Dispatch, batch.Reason, batch.KeyCount, batch.MaxBatchSize, batch.Part, batch.PartCount));
        Assert.True(TimeSpan.Zero <= batch.FirstKeyAt && batch.FirstKeyAt <= batch.SentAt && batch.SentAt <= batch.EndedAt);
        Assert.Equal(Microseconds(batch.SentAt - batch.FirstKeyAt), Microseconds(batch.WaitedForFrame + batch.WaitedForSlot), 1.0);
        Assert.Equal((BatchStatus.Succeeded, 0, 0, null), (batch.Status, batch.FailedKeys, batch.MissingKeys, batch.ErrorType));
    }

    [Fact]
    public async Task T10_A_receipt_tells_how_many_requests_were_in_its_call()
    {
        (Shared<string, int, string> shared, GatedBatch<int, string> backend) = Shared.Gated();
        using Watching first = new(), second = new(), third = new();
        Task<IReadOnlyList<string>>[] loads = [.. new[] { first, second, third }.Select(it => shared.Request("a", it.Scope).Load(1, 2))];
        backend.Calls[0].Answer();
        (await backend.CallAsync(1)).Answer();
        await Task.WhenAll(loads).WithTimeout();

        Assert.Equal([1, 2, 2], new[] { first, second, third }.Select(static it => Assert.Single(it.Batches).Requests));
    }

    [Fact]
    public async Task T10_A_receipt_tells_how_many_keys_the_value_cache_had()
    {
        using var scope = new LoaderScope([LoaderObserver.KeepingReceipts]);
        var store = new LeaseCache<int, int>();
        store.Put(2, 2);
        var loader = BatchLoader.Create<int, int>(
            static (keys, _) => Task.FromResult<IReadOnlyList<int>>([.. keys]),
            new() { ValueCache = new(store, new() { WaitForFills = true }) },
            scope);
        await loader.LoadManyAsync([1, 2, 3]).WithTimeout();
        loader.ClearAll();
        await loader.LoadManyAsync([1, 2, 3]).WithTimeout();

        Assert.Equal([1, 3], scope.Receipts.Select(static it => it.CachedKeys));
        Assert.Contains("; 1 key from the value cache", scope.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task T11_Hits_and_shared_keys_are_told_apart_and_none_is_lost()
    {
        using var watching = new Watching();
        var backend = GatedBatch.Identity<int>();
        BatchLoader<int, int> users = watching.Loader("Users", backend.LoadAsync).Prime(9, 9);

        Task<IReadOnlyList<int>> many;
        Task<int> joined;
        using (watching.Scope.OpenFrame())
            (many, joined) = (users.LoadManyAsync([1, 2, 1, 9]), users.LoadAsync(2));
        Task<int> onItsWay = users.LoadAsync(1);
        backend.Calls[0].Answer();
        await Task.WhenAll(many, joined, onItsWay).WithTimeout();
        await users.LoadManyAsync([1, 2, 9]);
        watching.Dispose();

        BatchReceipt batch = Assert.Single(watching.Batches);
        Assert.Equal((2, 3, 5, 1), (batch.KeyCount, batch.Shared, batch.Asked, batch.Hits));
        LoaderTotals totals = Assert.Single(watching.Ended.Loaders);
        Assert.Equal(("Users", 9, 2, 3, 4, 1), (totals.LoaderName, totals.Loads, totals.Keys, totals.Shared, totals.Hits, totals.Batches));
    }

    [Fact]
    public async Task T11_Hits_are_told_once_by_the_next_batch()
    {
        using var watching = new Watching();
        BatchLoader<int, int> users = watching.Loader("Users").Prime(9, 9);

        await users.LoadManyAsync([1, 9]).WithTimeout();
        await users.LoadManyAsync([2, 9, 1]).WithTimeout();

        Assert.Equal([1, 2], watching.Batches.Select(static it => it.Hits));
    }

    [Fact]
    public async Task T11_Parts_of_one_cut_tell_what_is_common_to_them_once()
    {
        using var watching = new Watching();
        BatchLoader<int, int> users = watching.Loader("Users", maxBatchSize: 2).Prime(9, 9);

        await users.LoadManyAsync([1, 2, 3, 1, 9]).WithTimeout();

        Assert.Equal(
            [(1, 2, 2, 1, 1), (2, 2, 1, 0, 0)],
            watching.Batches.Select(static it => (it.Part, it.PartCount, it.KeyCount, it.Shared, it.Hits)));
        Assert.Equal([1, 1], watching.Batches.Select(static it => it.Dispatch));
    }

    [Fact]
    public async Task T12_A_batch_knows_which_one_woke_its_callers()
    {
        using var watching = new Watching();
        (BatchLoader<int, int> orders, BatchLoader<int, int> lines, BatchLoader<int, int> products)
            = (watching.Loader("Orders"), watching.Loader("Lines"), watching.Loader("Products"));

        await watching.Scope.RunAsync(async () =>
        {
            int order = await orders.LoadAsync(1);
            IReadOnlyList<int> ofOrder = await lines.LoadManyAsync([order, order + 1]);
            return await products.LoadManyAsync(ofOrder);
        }).WithTimeout();

        Assert.Equal(
            [("Orders", 1, null, 1), ("Lines", 2, 1, 2), ("Products", 3, 2, 3)],
            watching.Batches.Select(static it => (it.LoaderName, it.Number, it.WokenBy, it.Level)));
        Assert.Equal([1, 2, 3], watching.Batches.Select(static it => it.Dispatch));
    }

    [Fact]
    public async Task T13_Waiting_for_a_slot_is_told_apart_from_waiting_for_others()
    {
        using var watching = new Watching();
        var backend = GatedBatch.Identity<int>();
        var users = BatchLoader.Create<int, int>(
            backend.LoadAsync, new() { Name = "Users", MaxBatchSize = 1, MaxConcurrentBatches = 1 }, watching.Scope);

        Task load = users.LoadManyAsync([1, 2]);
        (await backend.CallAsync(0)).Answer();
        (await backend.CallAsync(1)).Answer();
        await load.WithTimeout();

        BatchReceipt[] batches = watching.Batches;
        Assert.True(batches[1].WaitedForSlot >= batches[0].Duration);
        Assert.All(
            batches,
            static it => Assert.Equal(Microseconds(it.SentAt - it.FirstKeyAt), Microseconds(it.WaitedForFrame + it.WaitedForSlot), 1.0));
        Assert.True(batches[1].WaitedForFrame < batches[1].SentAt - batches[1].FirstKeyAt);
    }

    [Fact]
    public async Task T14_Failed_missing_and_cancelled_are_told_apart_and_nothing_of_keys_is()
    {
        var ended = new TaskCompletionSource();
        using var watching = new Watching
        {
            OnBatch = batch =>
            {
                if (batch.LoaderName == "Left")
                    ended.SetResult();
            },
        };
        using var source = new CancellationTokenSource();
        var never = new TaskCompletionSource<IReadOnlyList<int>>();
        BatchLoader<int, int> failing = watching.Loader("Failing", static (_, _) => throw new FormatException(Secret));
        var half = BatchLoader.CreateSettled<int, int?>(
            static (keys, _) => Task.FromResult<IReadOnlyList<LoadResult<int?>>>([.. keys.Select(Answer)]), new() { Name = "Half" }, watching.Scope);
        var started = new TaskCompletionSource();
        BatchLoader<int, int> left = watching.Loader("Left", (_, token) =>
        {
            started.SetResult();
            return never.Task.WaitAsync(token);
        });

        await failing.LoadManySettledAsync([1, 2]).WithTimeout();
        await half.LoadManySettledAsync([1, 2, 3]).WithTimeout();
        await Task.Yield();
        Task<int> abandoned;
        using (watching.Scope.OpenFrame())
            abandoned = left.LoadAsync(1, source.Token);
        await started.Task.WithTimeout();
        source.Cancel();
        await abandoned.IsCancelled();
        await ended.Task.WithTimeout();

        Assert.Equal(
            [
                ("Failing", BatchStatus.Failed, typeof(FormatException).FullName, 2, 0),
                ("Half", BatchStatus.Succeeded, typeof(InvalidDataException).FullName, 1, 1),
                ("Left", BatchStatus.Cancelled, null, 0, 0),
            ],
            watching.Batches.Select(static it => (it.LoaderName, it.Status, it.ErrorType, it.FailedKeys, it.MissingKeys)));
        watching.Dispose();
        Assert.Equal(
            [("Failing", 1, 0, 2, 0), ("Half", 0, 0, 1, 1), ("Left", 0, 1, 0, 0)],
            watching.Ended.Loaders.Select(static it =>
                (it.LoaderName, it.FailedBatches, it.CancelledBatches, (int)it.FailedKeys, (int)it.MissingKeys)));
        Assert.DoesNotContain(Secret, watching.Scope.Describe());

        static LoadResult<int?> Answer(int key) => key switch
        {
            1 => 1,
            2 => LoadResult.Failure<int?>(new InvalidDataException(Secret)),
            _ => (int?)null,
        };
    }

    [Fact]
    public async Task T17_Receipts_are_kept_when_an_observer_wants_them()
    {
        using var watching = new Watching();
        await watching.Loader("Users").LoadAsync(1).WithTimeout();
        using var scope = new LoaderScope([LoaderObserver.KeepingReceipts]);
        var users = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Cache = false }, scope);
        for (int i = 0; i < 4_100; i++)
        {
            using (scope.OpenFrame())
                _ = users.LoadAsync(i);
        }

        Assert.Empty(watching.Scope.Receipts);
        Assert.Equal(Enumerable.Range(1, 4_096), scope.Receipts.Select(static it => it.Number));
        Assert.Empty(new LoaderScope().Receipts);
    }

    [Fact]
    public async Task T18_The_observers_of_a_container_observe()
    {
        using var watching = new Watching();
        using var scope = LoaderScope.Of(new Container([watching]));
        await BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope).LoadAsync(1).WithTimeout();
        using var unobserved = LoaderScope.Of(new Container(null));
        await BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: unobserved).LoadAsync(1).WithTimeout();

        Assert.Single(watching.Batches);
    }

    [Fact]
    public async Task T19_Where_keys_were_asked_for_is_told_on_request()
    {
        using var watching = new Watching { WithCallSites = true };
        using var without = new Watching();
        async Task AskAsync(Watching it) => await it.Loader("Users").LoadAsync(1);

        await AskAsync(watching).WithTimeout();
        await AskAsync(without).WithTimeout();

        Assert.Contains($"{nameof(ReceiptTests)}.", Assert.Single(Assert.Single(watching.Batches).CallSites));
        Assert.Contains($"{nameof(ReceiptTests)}.cs:line ", watching.Batches[0].CallSites[0]);
        Assert.Empty(without.Batches[0].CallSites);
    }

    [Fact]
    public void T19_A_scope_whose_observers_want_call_sites_late_does_not_ask_them_again()
    {
        int asked = 0;
        using var scope = new LoaderScope([new Asking(() => asked++ > 0)]);
        var users = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        using (scope.OpenFrame())
            _ = users.LoadManyAsync([1, 2, 3]);

        Assert.Equal(1, asked);
    }

    // A sum of two roundings is not always the rounding of the sum.
    private static double Microseconds(TimeSpan time) => time.TotalMicroseconds;

    private sealed class Asking(Func<bool> captures) : LoaderObserver
    {
        public override bool CapturesCallSites => captures();
    }

    private sealed class Container(LoaderObserver[]? observers) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IEnumerable<LoaderObserver>) ? observers : null;
    }
}
