using System.Diagnostics;
using System.Globalization;

namespace DataLoader.GraphQLBenchmarks;

/// <summary>What many requests took.</summary>
internal sealed class Series(int ideal)
{
    private readonly List<int> _statements = [];
    private readonly List<double> _times = [];
    private TimeSpan _cpu;
    private long _bytes;

    public async Task MeasureAsync(int requests, Func<Task<int>> ask)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < requests; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _statements.Add(await ask());
            _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        _cpu = Environment.CpuUsage.TotalTime - cpu;
        _bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        _statements.Sort();
        _times.Sort();
    }

    public override string ToString()
    {
        int count = _statements.Count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_statements.Count(it => it > ideal) * 1000 / count} | {_statements[0]}/{_statements[count / 2]}/{_statements[^1]} | {_times[count / 2]:0.0}/{_times[count * 99 / 100]:0.0} | {1000 * count / _times.Sum():0} | {_cpu.TotalMilliseconds / count:0.0} | {_bytes / 1024 / count:N0}");
    }
}
