using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.SharingBenchmarks;

/// <summary>What some requests at a time came to, in a closed loop.</summary>
internal sealed record Measurement(double PerSecond, double Median, double P99, double Queries, double DatabaseCpu)
{
    private const double TicksPerSecond = 100;

    public static async Task<Measurement> TakeAsync(IServiceProvider root, bool isShared, int atATime, TimeSpan time)
    {
        var database = root.GetRequiredService<Database>();
        long queries = database.Queries;
        double cpu = CpuOfPostgres();
        long start = Stopwatch.GetTimestamp();
        double[][] latencies = await Task.WhenAll(Enumerable.Range(0, atATime).Select(worker => Task.Run(() => LoopAsync(worker))));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] all = [.. latencies.SelectMany(static it => it).Order()];
        return new(
            all.Length / seconds,
            all[all.Length / 2],
            all[all.Length * 99 / 100],
            (double)(database.Queries - queries) / all.Length,
            (CpuOfPostgres() - cpu) * 1000 / all.Length);

        async Task<double[]> LoopAsync(int worker)
        {
            var random = new Random(worker);
            var taken = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                long begun = Stopwatch.GetTimestamp();
                await Request.RunAsync(root, isShared, random);
                taken.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return [.. taken];
        }
    }

    // Seconds of processor time of all processes of servers on this machine.
    private static double CpuOfPostgres()
    {
        double ticks = 0;
        foreach (Process process in Process.GetProcessesByName("postgres"))
        {
            using (process)
            {
                try
                {
                    string[] fields = File.ReadAllText($"/proc/{process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    ticks += fields[11..13].Sum(static field => double.Parse(field, CultureInfo.InvariantCulture));
                }
                catch (IOException)
                {
                    // It has ended.
                }
            }
        }

        return ticks / TicksPerSecond;
    }
}
