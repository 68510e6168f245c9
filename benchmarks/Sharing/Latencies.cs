namespace DataLoader.SharingBenchmarks;

/// <summary>How long each of some requests took.</summary>
internal sealed class Latencies(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double Median => _sorted[Count / 2];

    public double P99 => _sorted[Count * 99 / 100];

    public double Longest => _sorted[^1];
}
