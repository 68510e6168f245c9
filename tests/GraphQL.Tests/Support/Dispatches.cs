using System.Collections.Concurrent;
using System.Diagnostics;
using DataLoader;

namespace ShopGraphQL.Tests.Support;

/// <summary>Notes why the batches left that the calling test causes.</summary>
public sealed class Dispatches : IDisposable
{
    private readonly Activity _test = new Activity(nameof(Dispatches)).Start();
    private readonly ActivityListener _listener;

    public Dispatches()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.ActivitySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The reasons, one for each batch.</summary>
    public ConcurrentQueue<string> Reasons { get; } = new();

    public void Dispose()
    {
        _listener.Dispose();
        _test.Dispose();
    }

    // Tests of other classes run meanwhile.
    private void Note(Activity batch)
    {
        if (batch.TraceId == _test.TraceId)
            Reasons.Enqueue($"{batch.GetTagItem(TelemetryNames.DispatchReason)}");
    }
}
