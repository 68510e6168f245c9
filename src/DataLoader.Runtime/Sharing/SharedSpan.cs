using System.Diagnostics;
using DataLoader.Telemetry;

namespace DataLoader.Sharing;

/// <summary>
/// The span of a call that belongs to no request: a root of its own, linked to the spans of the batches that are in it. What the method does hangs
/// below it. What listeners throw is dropped, as everywhere.
/// </summary>
internal readonly struct SharedSpan : IDisposable
{
    private readonly Activity? _activity;

    private SharedSpan(Activity? activity) => _activity = activity;

    /// <summary>Starts the span of a call for one request.</summary>
    public static SharedSpan Start<TKey, TValue>(Batch<TKey, TValue> batch)
        where TKey : notnull
        => Instruments.Source.HasListeners() ? Start(batch.LoaderName, batch.Count, [batch.Telemetry?.Span]) : default;

    /// <summary>Starts the span of a call for several.</summary>
    public static SharedSpan Start<TKey, TValue>(Batch<TKey, TValue> merged, WaitingBatch<TKey, TValue>[] requests)
        where TKey : notnull
        => Instruments.Source.HasListeners()
            ? Start(merged.LoaderName, merged.Count, [.. requests.Select(static it => it.Batch.Telemetry?.Span)])
            : default;

    public void Dispose()
    {
        try
        {
            _activity?.Dispose();
        }
        catch (Exception)
        {
            // There is nobody to tell that a listener has failed.
        }
    }

    private static SharedSpan Start(string name, int keyCount, Activity?[] requests)
    {
        try
        {
            return new(Instruments.Source.StartActivity(
                ActivityKind.Internal,
                tags:
                [
                    new(TelemetryNames.LoaderName, name),
                    new(TelemetryNames.BatchKeys, keyCount),
                    new(TelemetryNames.Requests, requests.Length),
                ],
                links: requests.OfType<Activity>().Select(static it => new ActivityLink(it.Context)),
                name: $"DataLoader shared batch {name}"));
        }
        catch (Exception)
        {
            // The call goes on without a span.
            return default;
        }
    }
}
