namespace DataLoader.Tests;

/// <summary>What holds for all arguments of a family together: its limits and its end.</summary>
public class FamilyLimitTests
{
    [Fact]
    public async Task K4_The_limit_of_batches_holds_for_all_arguments_together()
    {
        using var scope = new LoaderScope();
        int running = 0;
        int most = 0;
        var family = new RecordingFamily<int, int>(scope, new() { MaxConcurrentBatches = 2, MaxBatchSize = 2 }, async () =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });

        string[] values = await scope.RunAsync(() => Task.WhenAll(Enumerable.Range(0, 60).Select(i => family.LoadAsync(i, i % 5)))).WithTimeout();

        Assert.Equal(Enumerable.Range(0, 60).Select(static i => RecordingFamily<int, int>.ValueOf(i, i % 5)), values);
        Assert.Equal(30, family.Calls.Length);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task K4_A_batch_that_ends_starts_one_of_another_argument()
    {
        using var scope = new LoaderScope();
        var releases = new Queue<TaskCompletionSource>([new(), new()]);
        TaskCompletionSource[] all = [.. releases];
        var family = new RecordingFamily<int, int>(scope, new() { MaxConcurrentBatches = 1 }, () => releases.Dequeue().Task);
        Task<string> first;
        Task<string> second;
        using (scope.OpenFrame())
        {
            first = family.LoadAsync(1, 1);
            second = family.LoadAsync(2, 2);
        }

        int running = Assert.Single(family.Calls).Argument;
        all[0].SetResult();
        await (running == 1 ? first : second).WithTimeout();
        all[1].SetResult();
        await Task.WhenAll(first, second).WithTimeout();

        Assert.Equal(2, family.Calls.Length);
    }

    [Fact]
    public async Task K6_Batches_of_all_arguments_that_wait_end_with_the_scope()
    {
        var scope = new LoaderScope();
        var release = new TaskCompletionSource();
        var family = new RecordingFamily<int, int>(scope, new() { MaxConcurrentBatches = 1 }, () => release.Task);
        Task<string>[] loads;
        using (scope.OpenFrame())
            loads = [family.LoadAsync(1, 1), family.LoadAsync(2, 2), family.LoadAsync(3, 3)];
        Task<string> pending = family.LoadAsync(4, 4);

        scope.Dispose();

        foreach (Task<string> load in loads.Append(pending))
            await Assert.ThrowsAsync<ObjectDisposedException>(() => load.WithTimeout());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => family.LoadAsync(1, 1));
        release.SetResult();
        Assert.Single(family.Calls);
    }

    [Fact]
    public async Task K6_A_family_without_a_scope_has_one_for_all_its_arguments()
    {
        var family = new RecordingFamily<int, int>();

        Task<string>[] loads = [family.LoadAsync(1, 1), family.LoadAsync(1, 2), family.LoadAsync(2, 1)];

        Assert.Equal(["1 of 1", "1 of 2", "2 of 1"], await Task.WhenAll(loads).WithTimeout());
        Assert.Equal(2, family.Calls.Length);
    }

    [Fact]
    public async Task K7_Telemetry_counts_a_family_as_one_loader_and_its_arguments()
    {
        using var heard = new Heard();
        using var scope = new LoaderScope();
        var family = new RecordingFamily<int, string?>(scope);

        await scope.RunAsync(() => Task.WhenAll(family.LoadAsync(1, null), family.LoadAsync(1, "a"), family.LoadAsync(1, "b"))).WithTimeout();

        Assert.Equal(3, heard.Sum(TelemetryNames.Loads));
        Assert.Equal(3, heard.Sum(TelemetryNames.Batches));
        Assert.All(heard.Measurements, static it => Assert.Equal("Pages", it.Tags[TelemetryNames.LoaderName]));
        Assert.Equal(3, heard.Spans.Count);
        Assert.All(heard.Spans, static span => Assert.Equal(3, span.GetTagItem(TelemetryNames.Arguments)));
    }

    [Fact]
    public async Task K7_An_observer_sees_one_loader_and_no_missed_merge_of_two_arguments()
    {
        using var watching = new Watching();
        var family = new RecordingFamily<int, int>(watching.Scope);

        await family.LoadAsync(1, 1).WithTimeout();
        await family.LoadAsync(1, 2).WithTimeout();
        await family.LoadAsync(2, 2).WithTimeout();

        Assert.Equal([null, null, 2], watching.Batches.Select(static batch => batch.MissedMerge?.Number));
        watching.Dispose();
        Assert.Equal("Pages", Assert.Single(watching.Ended.Loaders).LoaderName);
    }

    [Fact]
    public async Task K1_No_batch_of_a_million_loads_with_fifty_arguments_has_two_of_them()
    {
        const int Requests = 20;
        const int Loads = 50_000;
        int batches = 0;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            for (int request = 0; request < Requests / 2; request++)
            {
                using var scope = new LoaderScope();
                Sums family = new(scope, () => Interlocked.Increment(ref batches));
                Random random = new(request);
                await scope.RunAsync(async () =>
                {
                    var loads = new Task<long>[Loads];
                    long[] expected = new long[Loads];
                    for (int i = 0; i < Loads; i++)
                    {
                        (int key, int argument) = (random.Next(2_000), random.Next(50));
                        expected[i] = Sums.Of(key, argument);
                        loads[i] = family.LoadAsync(key, argument);
                        if (i == Loads / 2)
                            await loads[i];
                    }

                    for (int i = 0; i < Loads; i++)
                    {
                        if (await loads[i] != expected[i])
                            Assert.Fail($"{expected[i]} was asked for, and {loads[i].Result} came.");
                    }
                });
            }
        }))).WithTimeout();

        Assert.Equal(Requests * 50 * 2, batches);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        do
            seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen);
    }

    // A batch with two arguments would give the keys of one the values of the other.
    private sealed class Sums(LoaderScope scope, Action onBatch) : BatchLoaderFamily<int, int, long>(new("Sums"), scope)
    {
        public static long Of(int key, int argument) => (argument * 1_000_000L) + key;

        protected override async Task LoadBatchAsync(int argument, Batch<int, long> batch)
        {
            onBatch();
            await Task.Yield();
            batch.SetValues(batch.Keys.Select(key => Of(key, argument)).ToArray());
        }
    }
}
