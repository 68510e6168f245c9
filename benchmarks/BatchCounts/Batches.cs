using System.Collections.Concurrent;
using System.Diagnostics;

namespace DataLoader.BatchCounts;

/// <summary>Sees the batches of one run: loader, keys, and why the batch left.</summary>
internal sealed class Batches : IDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ActivityListener _listener;

    public Batches()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "DataLoader",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = Note,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Clear() => _seen.Clear();

    public override string ToString() => string.Join(' ', _seen);

    public void Dispose() => _listener.Dispose();

    private void Note(Activity batch)
        => _seen.Enqueue($"{batch.GetTagItem(TelemetryNames.LoaderName)}[{batch.GetTagItem(TelemetryNames.BatchKeys)}]:{batch.GetTagItem(TelemetryNames.DispatchReason)}");
}
