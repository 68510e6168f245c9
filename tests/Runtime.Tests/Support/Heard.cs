using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DataLoader.Tests;

/// <summary>What listeners hear of loaders, while this is not disposed. Tests run one at a time, so it is the test's own.</summary>
internal sealed class Heard : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _metrics;

    public Heard()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TelemetryNames.ActivitySource,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Add(Spans, span),
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name != TelemetryNames.Meter)
                    return;
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            },
        };
        _metrics.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _metrics.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _metrics.Start();
    }

    /// <summary>The spans that have ended.</summary>
    public List<Activity> Spans { get; } = [];

    public List<Instrument> Instruments { get; } = [];

    public List<(string Instrument, double Value, Dictionary<string, object?> Tags)> Measurements { get; } = [];

    /// <summary>The sum of what an instrument has counted.</summary>
    public double Sum(string instrument)
    {
        lock (Measurements)
            return Measurements.Where(it => it.Instrument == instrument).Sum(static it => it.Value);
    }

    /// <summary>A tag of the only thing that an instrument has measured.</summary>
    public object? TagOf(string instrument, string tag) => Measurements.Single(it => it.Instrument == instrument).Tags[tag];

    public void Dispose()
    {
        _spans.Dispose();
        _metrics.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => Add(Measurements, (instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));

    private static void Add<T>(List<T> list, T item)
    {
        lock (list)
            list.Add(item);
    }
}
