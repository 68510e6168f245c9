using System.Diagnostics;
using System.Text.Json.Serialization;
using DataLoader.Caching.Redis;
using DataLoader.Caching.Tests;
using DataLoader.SharingBenchmarks;
using Npgsql;
using StackExchange.Redis;
using Storefront.Tests;

namespace DataLoader.SharedCacheBenchmarks;

/// <summary>Batches of 20 Zipf keys, 16 requests at a time, of PostgreSQL alone and with Redis before it: what is cheap to ask, and what is dear.</summary>
internal static class Queries
{
    private const int AtATime = 16;
    private const int KeysOfBatch = 20;
    private const int Rounds = 3;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    public static async Task PrintAsync()
    {
        await using PostgresServer postgres = await PostgresServer.StartNewAsync(
            PostgresServer.FindBinaries() ?? throw new InvalidOperationException("PostgreSQL is not installed.")).ConfigureAwait(false);
        await using var source = NpgsqlDataSource.Create(postgres.Connection);
        await Query.MakeTablesAsync(source).ConfigureAwait(false);
        await using RedisServer redis = await RedisServer.StartNewAsync().ConfigureAwait(false);
        await using ConnectionMultiplexer connection = await redis.ConnectAsync().ConfigureAwait(false);
        Console.WriteLine("| query | | batches/s | p50 ms | p99 ms | DB CPU ms a batch | hits |\n|---|---|---|---|---|---|---|");
        foreach (Query query in new[] { Query.Cheap, Query.Dear })
            await PrintAsync(query, source, connection).ConfigureAwait(false);
    }

    private static async Task PrintAsync(Query query, NpgsqlDataSource source, ConnectionMultiplexer connection)
    {
        // What a value lives for decides how many are found: with this, some nine of ten.
        RedisValueCache<int, Stars> store = new(
            connection, query == Query.Cheap ? "Cheap" : "Dear", new SystemTextJsonValueSerializer<Stars>(StarsJson.Default.Stars), new() { TimeToLive = TimeSpan.FromSeconds(6) });
        BatchLoaderOptions<int, Stars> cached = new() { ValueCache = new(store) };
        List<Figures> alone = [], through = [];
        for (int round = 0; round <= Rounds; round++)
        {
            // The first round opens the connections, fills the cache, and is for the compiler.
            Figures without = await TakeAsync(query, source, null, round).ConfigureAwait(false), with = await TakeAsync(query, source, cached, round).ConfigureAwait(false);
            if (round > 0)
            {
                alone.Add(without);
                through.Add(with);
            }
        }

        Print(query.Name, "PostgreSQL", alone, alone);
        Print(query.Name, "Redis before it", through, alone);
    }

    private static async Task<Figures> TakeAsync(Query query, NpgsqlDataSource source, BatchLoaderOptions<int, Stars>? options, int seed)
    {
        long asked = 0;
        ClosedLoop loop = await ClosedLoop.RunAsync(AtATime, Time, OneAsync, seed * AtATime).ConfigureAwait(false);
        return new(
            loop.PerSecond,
            loop.Latencies.Median,
            loop.Latencies.P99,
            loop.DatabaseCpu,
            100 - (100.0 * asked / (loop.Latencies.Count * KeysOfBatch)));

        async Task<double> OneAsync(Random random)
        {
            HashSet<int> keys = [];
            while (keys.Count < KeysOfBatch)
                keys.Add(ZipfKey(random));
            long begun = Stopwatch.GetTimestamp();
            BatchLoader<int, Stars> loader = BatchLoader.Create<int, Stars>(
                (ids, token) =>
                {
                    Interlocked.Add(ref asked, ids.Count);
                    return query.ReadAsync(source, ids, token);
                },
                options);
            await loader.LoadManyAsync(keys).ConfigureAwait(false);
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
    }

    // The inverse of the law's continuous form, with exponent 1.
    private static int ZipfKey(Random random) => Math.Clamp((int)Math.Pow(Query.Products, random.NextDouble()), 1, Query.Products);

    private static void Print(string query, string way, List<Figures> taken, List<Figures> others)
    {
        Console.WriteLine(
            $"| {query} | {way} | {Cell(static it => it.PerSecond)} | {Cell(static it => it.Median)} | {Cell(static it => it.P99)} | {Cell(static it => it.DatabaseCpu)} | " +
            $"{Middle(taken, static it => it.Hits):0.0} % |");

        string Cell(Func<Figures, double> of)
        {
            double value = Middle(taken, of);
            return ReferenceEquals(taken, others) ? $"{value:0.###}" : $"{value:0.###} ({value / Middle(others, of):0.00}×)";
        }
    }

    private static double Middle(List<Figures> taken, Func<Figures, double> of) => taken.Select(of).Order().ElementAt(taken.Count / 2);

    private sealed record Figures(double PerSecond, double Median, double P99, double DatabaseCpu, double Hits);
}

[JsonSerializable(typeof(Stars))]
internal sealed partial class StarsJson : JsonSerializerContext;
