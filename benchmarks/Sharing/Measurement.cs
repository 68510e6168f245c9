using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.SharingBenchmarks;

/// <summary>What some requests came to.</summary>
internal sealed record Measurement(double PerSecond, double Median, double P99, double Queries, double DatabaseCpu)
{
    /// <summary>A closed loop: so many requests at a time, each one followed by the next.</summary>
    public static async Task<Measurement> TakeAsync(IServiceProvider root, Way way, Func<Random, int[]> keys, int atATime, TimeSpan time)
    {
        var database = root.GetRequiredService<Database>();
        long queries = database.Queries;
        ClosedLoop loop = await ClosedLoop.RunAsync(atATime, time, random => OneAsync(root, way, keys(random)));
        return new(
            loop.PerSecond, loop.Latencies.Median, loop.Latencies.P99, (double)(database.Queries - queries) / loop.Latencies.Count, loop.DatabaseCpu);
    }

    /// <summary>
    /// An open loop: so many requests a second, at random, whether the others have been answered or not. One of a hundred asks for a slow key; what is
    /// measured are the others.
    /// </summary>
    public static async Task<Measurement> TakeOpenAsync(IServiceProvider root, Way way, double perSecond, TimeSpan time)
    {
        var random = new Random(1);
        var all = new List<Task<double>>();
        List<Task> slow = [];
        double due = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
            due += -Math.Log(1 - random.NextDouble()) / perSecond;
            if (TimeSpan.FromSeconds(due) - clock.Elapsed is { Ticks: > 0 } wait)
                await Task.Delay(wait);
            int[] ids = Keys.Uniform(random);
            if ((all.Count + slow.Count) % 100 == 50)
            {
                ids[0] = Tables.SlowUser;
                slow.Add(Task.Run(() => OneAsync(root, way, ids)));
            }
            else
            {
                all.Add(Task.Run(() => OneAsync(root, way, ids)));
            }
        }

        await Task.WhenAll(slow);
        var latencies = new Latencies(await Task.WhenAll(all));
        return new(latencies.Count / time.TotalSeconds, latencies.Median, latencies.P99, 0, 0);
    }

    private static async Task<double> OneAsync(IServiceProvider root, Way way, int[] ids)
    {
        long begun = Stopwatch.GetTimestamp();
        await using AsyncServiceScope services = root.CreateAsyncScope();
        await way.RunAsync(services.ServiceProvider, ids);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }
}
