using System.Diagnostics;
using DataLoader.Dispatch;

namespace DataLoader.Telemetry;

/// <summary>What is reported about the batches of one dispatch of a loader: parts of too many keys share one.</summary>
internal sealed record BatchTelemetry(
    LoaderTelemetry Loader, DispatchReason Reason, int KeyCount, long FirstKeyAt, int Hits, List<ActivityLink>? Callers);
