using System.Diagnostics;

namespace DataLoader.SharingBenchmarks;

/// <summary>What a closed loop came to: so many requests at a time, each one followed by the next.</summary>
/// <param name="Latencies">How long each request took.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="DatabaseCpu">Milliseconds of the database's processors for each request.</param>
internal sealed record ClosedLoop(Latencies Latencies, double PerSecond, double DatabaseCpu)
{
    /// <summary>Runs the loop.</summary>
    /// <param name="atATime">How many loops there are, each with numbers of its own.</param>
    /// <param name="time">How long they begin further requests.</param>
    /// <param name="one">Makes a request, and gives the milliseconds that it took.</param>
    /// <param name="firstSeed">What the numbers of the first loop begin with.</param>
    public static async Task<ClosedLoop> RunAsync(int atATime, TimeSpan time, Func<Random, Task<double>> one, int firstSeed = 0)
    {
        double cpu = PostgresCpu.Seconds();
        long start = Stopwatch.GetTimestamp();
        double[][] taken = await Task.WhenAll(
            Enumerable.Range(firstSeed, atATime).Select(seed => Task.Run(() => LoopAsync(new Random(seed))))).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var latencies = new Latencies(taken.SelectMany(static it => it));
        return new(latencies, latencies.Count / seconds, (PostgresCpu.Seconds() - cpu) * 1000 / latencies.Count);

        async Task<double[]> LoopAsync(Random random)
        {
            List<double> all = [];
            while (Stopwatch.GetElapsedTime(start) < time)
                all.Add(await one(random).ConfigureAwait(false));
            return [.. all];
        }
    }
}
