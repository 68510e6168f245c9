using System.Diagnostics;
using DataLoader.Seeing;

namespace DataLoader.Telemetry;

/// <summary>What is reported about a batch. Keys that left together may be several: then the first tells what is common to all.</summary>
/// <param name="Loader">The loader.</param>
/// <param name="Reason">Why its keys left.</param>
/// <param name="FirstKeyAt">When the first key was asked for, or null when nobody listened then.</param>
/// <param name="Part">Which of the batches it is, from 1 on.</param>
/// <param name="PartCount">How many batches there are.</param>
internal sealed record BatchTelemetry(LoaderTelemetry Loader, DispatchReason Reason, long? FirstKeyAt, int Part, int PartCount)
{
    /// <summary>Keys that were known or on their way, since the last dispatch; 0 but for the first part.</summary>
    public int Hits { get; init; }

    /// <summary>What is noted of the batch for observers, or null when there are none.</summary>
    public BatchNote? Note { get; init; }

    /// <summary>Who asked for the keys, as far as is known; at the start null but for the first part.</summary>
    public Callers? Callers { get; set; }

    /// <summary>How many values came that nobody asked for.</summary>
    public int SurplusKeys { get; private set; }

    /// <summary>The span, while there is one.</summary>
    public Activity? Span { get; set; }

    /// <summary>Values have come that nobody asked for. A batch method gives its values one after the other.</summary>
    public void NoteSurplus(int count) => SurplusKeys += count;

    /// <summary>Loader's gate held. The calling code waits for a key of this batch, which has been sent: linked from .NET 9 on, before that counted.</summary>
    public void LinkCaller()
    {
        if (Span is not { } span || Activity.Current is not { } caller || !(Callers ??= new()).TryLink(caller))
            return;
#if NET9_0_OR_GREATER
        span.AddLink(new ActivityLink(caller.Context));
#endif
    }
}
