using System.Diagnostics;
using DataLoader.SharingBenchmarks;

namespace DataLoader.StorefrontBenchmarks;

/// <summary>What so many requests at a time came to, each one followed by the next.</summary>
internal sealed record Load(double PerSecond, double Median, double P99, double DatabaseCpu, int Failed)
{
    public static async Task<Load> TakeAsync(HttpClient http, Func<Random, string> path, int atATime, TimeSpan time)
    {
        int failed = 0;
        double cpu = PostgresCpu.Seconds();
        long start = Stopwatch.GetTimestamp();
        double[][] latencies = await Task.WhenAll(Enumerable.Range(0, atATime).Select(worker => Task.Run(() => LoopAsync(new Random(worker)))));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] all = [.. latencies.SelectMany(static it => it).Order()];
        return new(all.Length / seconds, all[all.Length / 2], all[all.Length * 99 / 100], (PostgresCpu.Seconds() - cpu) * 1000 / all.Length, failed);

        async Task<double[]> LoopAsync(Random random)
        {
            List<double> taken = [];
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                long begun = Stopwatch.GetTimestamp();
                using HttpResponseMessage response = await http.GetAsync(new Uri(path(random), UriKind.Relative));
                await response.Content.ReadAsByteArrayAsync();
                taken.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                if (!response.IsSuccessStatusCode)
                    Interlocked.Increment(ref failed);
            }

            return [.. taken];
        }
    }
}
