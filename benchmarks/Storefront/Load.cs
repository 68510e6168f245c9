using System.Diagnostics;
using DataLoader.SharingBenchmarks;

namespace DataLoader.StorefrontBenchmarks;

/// <summary>What so many requests at a time came to, each one followed by the next.</summary>
internal sealed record Load(double PerSecond, double Median, double P99, double DatabaseCpu, int Failed)
{
    public static async Task<Load> TakeAsync(HttpClient http, Func<Random, string> path, int atATime, TimeSpan time)
    {
        int failed = 0;
        ClosedLoop loop = await ClosedLoop.RunAsync(atATime, time, OneAsync);
        return new(loop.PerSecond, loop.Latencies.Median, loop.Latencies.P99, loop.DatabaseCpu, failed);

        async Task<double> OneAsync(Random random)
        {
            long begun = Stopwatch.GetTimestamp();
            using HttpResponseMessage response = await http.GetAsync(new Uri(path(random), UriKind.Relative));
            await response.Content.ReadAsByteArrayAsync();
            if (!response.IsSuccessStatusCode)
                Interlocked.Increment(ref failed);
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
    }
}
