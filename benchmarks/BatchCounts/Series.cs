using System.Diagnostics;
using System.Globalization;
using DataLoader.Workloads;

namespace DataLoader.BatchCounts;

/// <summary>Many runs of one workload.</summary>
/// <param name="workload">The workload.</param>
/// <param name="rootFrame">Whether its requests run in a root frame.</param>
/// <param name="batches">What sees the batches, or null.</param>
/// <param name="why">How many runs above the ideal are noted.</param>
internal sealed class Series(Workload workload, bool rootFrame, Batches? batches, int why)
{
    private readonly List<int> _counts = [];
    private readonly List<double> _times = [];

    /// <summary>The batches of the first runs that had more than the ideal.</summary>
    public List<string> Why { get; } = [];

    /// <summary>How many runs had more batches than the ideal.</summary>
    public int Above => _counts.Count(it => it > workload.Ideal);

    /// <summary>Minimum, median and maximum of the batches, and how many runs had more than the ideal.</summary>
    public string Counts
    {
        get
        {
            _counts.Sort();
            string counts = _counts[0] == _counts[^1] ? $"**{_counts[0]}**" : $"{_counts[0]}/{_counts[_counts.Count / 2]}/{_counts[^1]}";
            return Above > 0 ? $"{counts} ({Above})" : counts;
        }
    }

    /// <summary>Median and 99th percentile of the milliseconds a run took.</summary>
    public string Times
    {
        get
        {
            _times.Sort();
            return string.Create(CultureInfo.InvariantCulture, $"{_times[_times.Count / 2]:0.00}/{_times[_times.Count * 99 / 100]:0.00}");
        }
    }

    public async Task RunAsync()
    {
        batches?.Clear();
        long start = Stopwatch.GetTimestamp();
        int count = await (workload.IsCold
            ? Run.ElsewhereAsync(workload, rootFrame)
            : Run.HereAsync(workload, rootFrame, named: batches is not null));
        _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _counts.Add(count);
        if (batches is not null && count > workload.Ideal && Why.Count < why)
            Why.Add($"{(rootFrame ? "frame:" : "none: ")} {batches}");
    }
}
