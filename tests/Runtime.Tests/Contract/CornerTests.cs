using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>Corners that other libraries leave open: rows U1 to U22.</summary>
public class CornerTests
{
    [Theory]
    [InlineData("manual", 1, true)]
    [InlineData("manual", int.MaxValue, false)]
    [InlineData("frames", 1, true)]
    [InlineData("frames", 2, true)]
    [InlineData("frames", int.MaxValue, false)]
    [InlineData("window", 1, false)]
    public Task U1_Load_never_runs_the_batch_in_any_mode(string scheduler, int maxBatchSize, bool cache) => Isolated.Run(async () =>
    {
        var loading = new ThreadLocal<bool>();
        bool ranInside = false;
        var loader = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                ranInside |= loading.Value;
                return Task.FromResult<IReadOnlyList<int>>([.. keys]);
            },
            new()
            {
                MaxBatchSize = maxBatchSize,
                Cache = cache,
                Scheduler = scheduler switch
                {
                    "manual" => new ManualBatchScheduler(),
                    "window" => BatchScheduler.Window(TimeSpan.Zero),
                    _ => null,
                },
            });

        loading.Value = true;
        var loads = Enumerable.Range(0, 5).Select(loader.LoadAsync).Append(loader.LoadAsync(0)).ToList();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([5, 6, 7]);
        loading.Value = false;
        if (scheduler != "manual")
            await Task.WhenAll([.. loads, many]).WithTimeout();

        Assert.False(ranInside);
    });

    [Fact]
    public async Task U2_A_hit_schedules_nothing()
    {
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = scheduler });

        Task<int> load = loader.LoadAsync(1);
        _ = loader.LoadAsync(1);
        _ = loader.LoadManyAsync([1, 1]);
        scheduler.Scheduled[0].Dispatch();
        await load.WithTimeout();
        _ = loader.LoadAsync(1);
        _ = loader.LoadManyAsync([1, 1]);
        _ = loader.Prime(2, 2).LoadAsync(2);

        Assert.Single(scheduler.Scheduled);
    }

    [Fact]
    public Task U3_Loads_settle_in_the_order_of_their_keys() => Isolated.Run(() =>
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        var settled = new List<string>();
        void Note(string name, Task load)
            => load.ContinueWith(_ => settled.Add(name), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        (Task<int> first, Task<int> second, Task<int> third) = (loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(3));
        Note("3", third);
        Note("2", second);
        Note("1", first);
        Note("2 again", loader.LoadAsync(2));
        scheduler.Dispatch();

        Assert.Equal(["1", "2", "2 again", "3"], settled);
    });

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

    [Theory]
    [InlineData("plain")]
    [InlineData("cache key")]
    [InlineData("uncached")]
    [InlineData("map")]
    public async Task U14_The_keys_can_not_be_changed_by_the_batch(string kind)
    {
        object? seen = null;
        var scheduler = new ManualBatchScheduler();
        Task<IReadOnlyList<int>> Batch(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            seen = keys;
            return Task.FromResult<IReadOnlyList<int>>([.. keys]);
        }

        BatchLoader<int, int> loader = kind switch
        {
            "cache key" => BatchLoader.Create<int, string, int>(Batch, static key => "key " + key, new() { Scheduler = scheduler }),
            "uncached" => BatchLoader.Create<int, int>(Batch, new() { Scheduler = scheduler, Cache = false }),
            "map" => BatchLoader.Create<int, int>(Batch, new() { Scheduler = scheduler, CacheMap = new MapCache<int, int>() }),
            _ => BatchLoader.Create<int, int>(Batch, new() { Scheduler = scheduler }),
        };
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2]));

        Assert.IsNotType<int[]>(seen);
        Assert.IsNotType<List<int>>(seen);
        if (seen is IList<int> list)
        {
            Assert.True(list.IsReadOnly);
            Assert.Throws<NotSupportedException>(() => list.RemoveAt(0));
            Assert.Throws<NotSupportedException>(() => list[0] = 5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task U15_A_batch_that_ends_cancelled_settles_its_loads_and_is_not_cached(bool thrown)
    {
        int calls = 0;
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) => ++calls > 1
            ? Task.FromResult<IReadOnlyList<int>>([.. keys])
            : thrown ? throw new OperationCanceledException() : Task.FromCanceled<IReadOnlyList<int>>(new(canceled: true)));

        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        await first.IsCancelled();
        await second.IsCancelled();
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task U16_A_value_that_is_a_task_is_not_awaited()
    {
        Task<int> pending = new TaskCompletionSource<int>().Task;
        (BatchLoader<int, Task<int>> loader, _, ManualBatchScheduler scheduler) = Manual.Of<int, Task<int>>(_ => pending);

        Assert.Same(pending, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task U17_A_size_is_a_whole_number_and_the_largest_is_no_limit()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.MaxBatchSize = int.MaxValue);

        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, 100)));

        Assert.Single(batch.Calls);
    }

    [Fact]
    public async Task U18_The_batch_sees_the_ambient_context_of_its_first_load()
    {
        var ambient = new AsyncLocal<string>();
        string? seen = null;
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) =>
        {
            seen = ambient.Value;
            return Task.FromResult<IReadOnlyList<int>>([.. keys]);
        });
        async Task<int> LoadAs(string name, int key)
        {
            ambient.Value = name;
            return await loader.LoadAsync(key);
        }

        Task<IReadOnlyList<int>> loads = Tasks.All(LoadAs("first", 1), LoadAs("second", 2));
        ambient.Value = "dispatcher";
        await scheduler.DispatchFor(loads);

        Assert.Equal("first", seen);
        Assert.Equal("dispatcher", ambient.Value);
    }

    [Fact]
    public Task U18_Holds_for_frames_too() => Isolated.Run(async () =>
    {
        var ambient = new AsyncLocal<string>();
        var seen = new List<string?>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                seen.Add(ambient.Value);
                return Task.FromResult<IReadOnlyList<int>>([.. keys]);
            },
            scope: scope);
        async Task<int> LoadAs(string name, int key)
        {
            ambient.Value = name;
            return await loader.LoadAsync(await loader.LoadAsync(key) + 10);
        }

        await scope.RunAsync(() => Tasks.All(LoadAs("first", 1), LoadAs("second", 2))).WithTimeout();

        Assert.Equal(["first", "first"], seen);
    });

    [Fact]
    public void U19_A_failure_that_one_waiter_observed_is_observed()
    {
        var error = new InvalidOperationException("observed once");

        Assert.False(Unobserved.Reports(error, () => FailTwoLoadsOfOneKey(error, observe: true)));
        Assert.True(Unobserved.Reports(error, () => FailTwoLoadsOfOneKey(error, observe: false)));
    }

    [Fact]
    public void U20_A_primed_task_that_failed_is_no_unobserved_error()
    {
        var error = new InvalidOperationException("primed");

        Assert.False(Unobserved.Reports(error, () => PrimeFailedTask(error)));
    }

    [Fact]
    public async Task U21_Null_is_a_value_and_is_cached()
    {
        (BatchLoader<int, string?> loader, RecordingBatch<int, string?> batch, ManualBatchScheduler scheduler) =
            Manual.Of<int, string?>(static _ => null);

        await scheduler.DispatchFor(loader.LoadAsync(1));

        Assert.Null(await scheduler.DispatchFor(loader.LoadAsync(1)));
        Assert.Null(await loader.Prime(2, (string?)null).LoadAsync(2).WithTimeout());
        batch.AssertCalls([1]);
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailTwoLoadsOfOneKey(Exception error, bool observe)
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((_, _) => throw error);
        Task<int> load = loader.LoadAsync(1);
        _ = loader.LoadAsync(1);
        scheduler.Dispatch();
        ((IAsyncResult)load).AsyncWaitHandle.WaitOne();
        if (observe)
            Assert.Same(error, load.Exception!.InnerException);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrimeFailedTask(Exception error)
        => Manual.Identity<int>().Loader.Prime(1, Task.FromException<int>(error));
}
