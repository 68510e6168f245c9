using System.Collections.Concurrent;
using System.Globalization;
using Xunit.Abstractions;

namespace DataLoader.Stress;

/// <summary>
/// Rows P3, P5, P7, P8 and P10 under load: many requests of many partitions share calls, some of which fail, and some requests leave. No value of
/// another partition or key, no error or cancellation that is another's, no load without an end.
/// </summary>
public class SharingTests(ITestOutputHelper output)
{
    private const int Partitions = 50;
    private const int Keys = 30;
    private const int Flows = 24;
    private const int RequestsOfFlow = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nothing_of_one_request_reaches_another()
    {
        // SHARING_LOADS asks for so many at least: 10000000 take some minutes.
        _ = long.TryParse(Environment.GetEnvironmentVariable("SHARING_LOADS"), CultureInfo.InvariantCulture, out long wanted);
        var budget = new Budget(seconds: 4);
        var told = new Counts();
        int seed = 0;
        do
        {
            seed++;
            try
            {
                await RunAsync(new Random(seed), told);
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}: {error}");
            }
        }
        while (!budget.IsSpent || told.Loads < wanted);

        output.WriteLine($"{seed} rounds: {told}");

        // Else it has not looked at what it is for.
        Assert.True(told.Merged > 0 && told.Failed > 0 && told.Left > 0, told.ToString());
    }

    private static async Task RunAsync(Random random, Counts told)
    {
        TimeSpan wait = random.Next(3) switch { 0 => Timeout.InfiniteTimeSpan, 1 => TimeSpan.Zero, _ => TimeSpan.FromMilliseconds(1) };
        using var shared = new Backend(
            new() { MaxConcurrentBatches = 1 << random.Next(3), MaxWait = wait, MaxBatchSize = random.Next(2) == 0 ? null : 20 },
            partitions: random.Next(2) == 0 ? 2 : Partitions,
            told);
        int[] seeds = [.. Enumerable.Range(0, Flows).Select(_ => random.Next())];
        await Task.WhenAll(seeds.Select(seed => Task.Run(() => FlowAsync(shared, new Random(seed), told)))).WaitAsync(Patience);
    }

    private static async Task FlowAsync(Backend shared, Random random, Counts told)
    {
        for (int i = 0; i < RequestsOfFlow; i++)
        {
            int partition = random.Next(shared.Partitions);
            using var scope = new LoaderScope();
            using var token = new CancellationTokenSource();
            var loader = new Loader(shared, partition, scope);
            int[] keys = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(Keys))];
            Leaving leaving = (Leaving)Math.Max(0, random.Next(12) - 9);
            Task<IReadOnlyList<Tagged>> load;
            using (scope.OpenFrame())
                load = loader.LoadManyAsync(keys, leaving == Leaving.Token ? token.Token : default);
            Interlocked.Add(ref told.Loads, keys.Length);
            if (random.Next(2) == 0)
                await Task.Yield();
            if (leaving == Leaving.Token)
                await token.CancelAsync();
            else if (leaving == Leaving.Scope)
                scope.Dispose();

            try
            {
                IReadOnlyList<Tagged> values = await load.WaitAsync(Patience);
                for (int k = 0; k < keys.Length; k++)
                    Check(values[k].Partition == partition && values[k].Key == keys[k], $"{values[k]} for key {keys[k]} of partition {partition}");
            }
            catch (PoisonException error)
            {
                Interlocked.Increment(ref told.Failed);
                bool isOwn = error.Partition == partition && error.Keys.All(keys.Contains);
                Check(isOwn, $"partition {partition}, keys {string.Join(", ", keys)}: {error.Message}");
                Check(shared.Seen.TryAdd(error, partition) || error.IsOfKey, "two requests were given one exception");
            }
            catch (KeyNotFoundException error)
            {
                Check(keys.Contains(Backend.Missing), "nothing that was asked for is missing");
                Check(shared.Seen.TryAdd(error, partition), "two requests were given one exception");
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref told.Left);
                Check(leaving == Leaving.Token, "cancelled, and had not asked for it");
            }
            catch (ObjectDisposedException)
            {
                Check(leaving == Leaving.Scope, "disposed, and was not");
            }
        }
    }

    private static void Check(bool isRight, string otherwise)
    {
        if (!isRight)
            throw new InvalidOperationException(otherwise);
    }

    private enum Leaving
    {
        None,
        Token,
        Scope,
    }

    private sealed class Counts
    {
        public long Loads;
        public long Calls;
        public long Merged;
        public long Failed;
        public long Left;

        public override string ToString() => $"{Loads} loads, {Calls} calls, {Merged} of them merged, {Failed} requests failed, {Left} left";
    }

    private sealed record Tagged(int Partition, int Key);

    private sealed class PoisonException(int partition, int[] keys, bool isOfKey)
        : Exception($"partition {partition}, keys {string.Join(", ", keys)}")
    {
        public int Partition { get; } = partition;

        public int[] Keys { get; } = keys;

        public bool IsOfKey { get; } = isOfKey;
    }

    private sealed class Loader(Backend shared, int partition, LoaderScope scope) : BatchLoader<int, Tagged>(Backend.Definition, scope)
    {
        protected override Task LoadBatchAsync(Batch<int, Tagged> batch) => shared.LoadAsync(partition, batch);
    }

    /// <summary>Answers at once, or after a while, or not: for a key of each partition the call fails, for one the key alone, and one is missing.</summary>
    private sealed class Backend(SharedBatchesOptions options, int partitions, Counts told)
        : SharedBatches<int, int, Tagged>(Definition, options)
    {
        public const int Missing = 7;
        private const int BadKey = 11;
        public static readonly BatchLoaderDefinition Definition = new("Shared") { MissingKeys = MissingKeys.Fail };

        public int Partitions { get; } = partitions;

        public ConcurrentDictionary<Exception, int> Seen { get; } = new(ReferenceEqualityComparer.Instance);

        protected override async Task LoadBatchAsync(int partition, Batch<int, Tagged> batch)
        {
            Interlocked.Increment(ref told.Calls);
            if (batch.GetType().Name.StartsWith("Detached", StringComparison.Ordinal))
                Interlocked.Increment(ref told.Merged);
            int[] keys = batch.CopyKeys();
            Check(keys.Distinct().Count() == keys.Length, "a key is there twice");
            for (int yields = keys[0] % 4; yields > 0; yields--)
                await Task.Yield();
            batch.CancellationToken.ThrowIfCancellationRequested();
            if (keys.Contains((partition % 5) + 20))
                throw new PoisonException(partition, keys, isOfKey: false);
            batch.SetResults([.. keys.Select(key => ResultOf(partition, key))]);
        }

        private static LoadResult<Tagged> ResultOf(int partition, int key) => key switch
        {
            Missing => default,
            BadKey => LoadResult.Failure<Tagged>(new PoisonException(partition, [key], isOfKey: true)),
            _ => new Tagged(partition, key),
        };
    }
}
