using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DataLoader.Telemetry;

/// <summary>The source of spans and the instruments of all loaders.</summary>
internal static class Instruments
{
    // Every assembly that a compiler made has a version.
    private static readonly string Version = typeof(Instruments).Assembly.GetName().Version!.ToString(3);
    private static readonly Meter Meter = new(TelemetryNames.Meter, Version);

    public static ActivitySource Source { get; } = new(TelemetryNames.ActivitySource, Version);

    public static Counter<long> Loads { get; } = Meter.CreateCounter<long>(TelemetryNames.Loads, "{load}", "Keys asked for.");

    public static Counter<long> Hits { get; }
        = Meter.CreateCounter<long>(TelemetryNames.Hits, "{load}", "Keys asked for that were known or on their way.");

    public static Counter<long> Batches { get; } = Meter.CreateCounter<long>(TelemetryNames.Batches, "{batch}", "Calls of batch methods.");

    public static Counter<long> FailedKeys { get; } = Meter.CreateCounter<long>(TelemetryNames.FailedKeys, "{key}", "Keys whose load failed.");

    public static Counter<long> MissingKeys { get; }
        = Meter.CreateCounter<long>(TelemetryNames.MissingKeys, "{key}", "Keys that a batch had no value for.");

    public static Counter<long> SurplusKeys { get; }
        = Meter.CreateCounter<long>(TelemetryNames.SurplusKeys, "{key}", "Values of a batch that nobody asked for.");

    public static Histogram<long> Sizes { get; }
        = Histogram<long>(TelemetryNames.BatchSize, "{key}", "Keys in a batch.", [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000]);

    public static Histogram<double> Waits { get; }
        = Histogram(TelemetryNames.BatchWait, "s", "From the first key of a batch to the call of its method.", Seconds);

    public static Histogram<double> Durations { get; }
        = Histogram(TelemetryNames.BatchDuration, "s", "From the call of a batch method to its end.", Seconds);

    // Microseconds, where a frame waits, to seconds, where a backend is slow.
    private static double[] Seconds
        => [0.000_01, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    // The bounds of the SDK are 0, 5, 10 and so on, whatever the unit: batches of one and of five would be the same, and all times too.
    private static Histogram<T> Histogram<T>(string name, string unit, string description, T[] bounds)
        where T : struct
#if NET9_0_OR_GREATER
        => Meter.CreateHistogram<T>(name, unit, description, tags: null, new InstrumentAdvice<T> { HistogramBucketBoundaries = bounds });
#else
        => Meter.CreateHistogram<T>(name, unit, description);
#endif
}
