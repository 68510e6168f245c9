using System.Diagnostics;

namespace DataLoader.SharedCacheBenchmarks;

/// <summary>One way to answer a batch, and what it costs.</summary>
internal sealed class Contender(string name, Func<Task> run)
{
    private readonly List<(double Microseconds, double Bytes)> _samples = [];

    public string Name => name;

    public double Microseconds => Median(static sample => sample.Microseconds);

    public double Bytes => Median(static sample => sample.Bytes);

    /// <summary>Takes a sample: some runs, one after the other.</summary>
    public async Task SampleAsync(int runs)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
            await run().ConfigureAwait(false);
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        _samples.Add((taken.TotalMicroseconds / runs, (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / runs));
    }

    /// <summary>Forgets what was taken while the program warmed up.</summary>
    public void Forget() => _samples.Clear();

    private double Median(Func<(double Microseconds, double Bytes), double> of)
    {
        double[] all = [.. _samples.Select(of).Order()];
        return all[all.Length / 2];
    }
}
