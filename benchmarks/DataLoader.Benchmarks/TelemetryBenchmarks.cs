using System.Diagnostics;
using System.Diagnostics.Metrics;
using Baselines;
using BenchmarkDotNet.Attributes;

namespace DataLoader.Benchmarks;

/// <summary>The same loads with nobody listening, with a listener for activities, and with one for metrics.</summary>
public class TelemetryBenchmarks
{
    private ActivityListener? _activities;
    private MeterListener? _metrics;
    private Task<int>[] _tasks = [];
    private ReadyBatches<int> _backend = null!;

    public enum Listening
    {
        Off,
        Activities,
        Metrics,
    }

    [Params(10, 1_000)]
    public int N { get; set; }

    [Params(Listening.Off, Listening.Activities, Listening.Metrics)]
    public Listening Telemetry { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _tasks = new Task<int>[N];
        _backend = new ReadyBatches<int>(N);
        if (Telemetry == Listening.Activities)
        {
            _activities = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == "DataLoader",
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            };
            ActivitySource.AddActivityListener(_activities);
        }
        else if (Telemetry == Listening.Metrics)
        {
            _metrics = new MeterListener
            {
                InstrumentPublished = static (instrument, listener) =>
                {
                    if (instrument.Meter.Name == "DataLoader")
                        listener.EnableMeasurementEvents(instrument);
                },
            };
            _metrics.Start();
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _activities?.Dispose();
        _metrics?.Dispose();
    }

    [Benchmark]
    public int Load()
    {
        using var scope = new LoaderScope();
        var loader = new ByIntLoader(_backend, scope);
        using (scope.OpenFrame())
        {
            for (int i = 0; i < _tasks.Length; i++)
                _tasks[i] = loader.LoadAsync(i);
        }

        return _tasks[^1].Result;
    }
}
