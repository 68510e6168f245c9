using System.Collections.Concurrent;
using System.Diagnostics;
using DataLoader.Caching.Redis;
using DataLoader.Caching.Tests;
using DataLoader.SharingBenchmarks;
using StackExchange.Redis;

namespace DataLoader.SharedCacheBenchmarks;

/// <summary>Redis is stopped, continued, killed and started again while 40 callers load 20 keys each, one load after the other.</summary>
internal static class Outage
{
    private const int Callers = 40;
    private const int KeysOfLoad = 20;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    public static async Task PrintAsync()
    {
        await using RedisServer server = await RedisServer.StartNewAsync().ConfigureAwait(false);
        await using ConnectionMultiplexer connection = await server.ConnectAsync().ConfigureAwait(false);
        RedisValueCache<int, Row> store = new(connection, "Rows", new SystemTextJsonValueSerializer<Row>(RowJson.Default.Row));
        BatchLoaderOptions<int, Row> options = new() { ValueCache = new(store) };
        await PhaseAsync("warming up", isPrinted: false).ConfigureAwait(false);
        Console.WriteLine("| phase | loads | failed | wrong | p50 ms | p99 ms | longest ms | first hit after |\n|---|---|---|---|---|---|---|---|");
        await PhaseAsync("healthy").ConfigureAwait(false);
        server.Stop();
        await PhaseAsync("SIGSTOP").ConfigureAwait(false);
        server.Continue();
        await PhaseAsync("SIGCONT").ConfigureAwait(false);
        await server.KillAsync().ConfigureAwait(false);
        await PhaseAsync("SIGKILL").ConfigureAwait(false);
        await server.StartAsync().ConfigureAwait(false);
        await PhaseAsync("started again").ConfigureAwait(false);

        async Task PhaseAsync(string phase, bool isPrinted = true)
        {
            ConcurrentQueue<double> latencies = [];
            int failed = 0, wrong = 0;
            long firstHit = 0, start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(new Random(caller))))).ConfigureAwait(false);
            var all = new Latencies(latencies);
            string hit = firstHit == 0 ? "–" : $"{Stopwatch.GetElapsedTime(start, firstHit).TotalSeconds:0.00} s";
            if (isPrinted)
                Console.WriteLine($"| {phase} | {all.Count} | {failed} | {wrong} | {all.Median:0.0} | {all.P99:0} | {all.Longest:0} | {hit} |");

            async Task CallAsync(Random random)
            {
                while (Stopwatch.GetElapsedTime(start) < Time)
                {
                    int[] keys = [.. Enumerable.Range(random.Next(1000), KeysOfLoad)];
                    int asked = 0;
                    BatchLoader<int, Row> loader = BatchLoader.Create<int, Row>(
                        async (ids, token) =>
                        {
                            asked = ids.Count;
                            await Task.Yield();
                            return [.. ids.Select(static id => new Row(id, $"name of {id}", "", id))];
                        },
                        options);
                    long begun = Stopwatch.GetTimestamp();
                    try
                    {
                        IReadOnlyList<Row> rows = await loader.LoadManyAsync(keys).ConfigureAwait(false);
                        if (!rows.Select(static row => row.Id).SequenceEqual(keys))
                            Interlocked.Increment(ref wrong);
                    }
                    catch (Exception)
                    {
                        Interlocked.Increment(ref failed);
                    }

                    long ended = Stopwatch.GetTimestamp();
                    latencies.Enqueue(Stopwatch.GetElapsedTime(begun, ended).TotalMilliseconds);
                    if (asked < keys.Length)
                        Interlocked.CompareExchange(ref firstHit, ended, 0);

                    // As a request that does something else too.
                    await Task.Delay(5).ConfigureAwait(false);
                }
            }
        }
    }
}
