using System.Collections.Concurrent;
using System.Diagnostics;
using DataLoader;

namespace Storefront.Telemetry;

/// <summary>What one request did, collected while it runs.</summary>
public sealed class RequestTrace(RequestTraces owner, Activity? root) : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly DateTime _startedAt = DateTime.UtcNow;
    private readonly long _started = Stopwatch.GetTimestamp();

    internal void Add(Activity span) => _spans.Enqueue(span);

    /// <summary>What has ended so far, for the page.</summary>
    public TraceView ToView()
    {
        double elapsed = Stopwatch.GetElapsedTime(_started).TotalMilliseconds;
        Activity[] spans = [.. _spans.OrderBy(span => span.StartTimeUtc)];
        return new TraceView(
            Math.Round(elapsed, 2),
            [.. spans.Where(span => span.Source.Name == TelemetryNames.ActivitySource && !RequestTraces.IsShared(span)).Select(span => Batch(span, spans))],
            Calls(spans, StorefrontTelemetry.Statement, StorefrontTelemetry.StatementTag),
            Calls(spans, StorefrontTelemetry.Http, StorefrontTelemetry.HttpTag));
    }

    public void Dispose()
    {
        if (root is null)
            return;
        owner.End(root.TraceId);
        root.Dispose();
    }

    private BatchView Batch(Activity span, Activity[] all) => new(
        (string)span.GetTagItem(TelemetryNames.LoaderName)!,
        Number(span, TelemetryNames.BatchKeys),
        Number(span, "graphql.dataloader.cache.hit_count"),
        all.Where(RequestTraces.IsShared).Where(call => call.Links.Any(link => link.Context.SpanId == span.SpanId)).Select(RequestsOf).LastOrDefault(1),
        (string?)span.GetTagItem(TelemetryNames.DispatchReason),
        StartOf(span),
        DurationOf(span),
        span.Status == ActivityStatusCode.Error);

    private CallView[] Calls(Activity[] spans, string name, string tag)
        => [.. spans
            .Where(span => span.Source.Name == StorefrontTelemetry.SourceName && span.OperationName == name)
            .Select(span => new CallView((string)span.GetTagItem(tag)!, StartOf(span), DurationOf(span), span.Status == ActivityStatusCode.Error))];

    private double StartOf(Activity span) => Math.Round(Math.Max(0, (span.StartTimeUtc - _startedAt).TotalMilliseconds), 3);

    private static double DurationOf(Activity span) => Math.Round(span.Duration.TotalMilliseconds, 3);

    private static long RequestsOf(Activity call) => Number(call, TelemetryNames.Requests);

    private static long Number(Activity span, string tag) => Convert.ToInt64(span.GetTagItem(tag), null);
}

/// <summary>The telemetry of one request. Times are milliseconds since its start.</summary>
public sealed record TraceView(double ElapsedMs, IReadOnlyList<BatchView> Batches, IReadOnlyList<CallView> Statements, IReadOnlyList<CallView> HttpRequests);

/// <summary>One batch of a loader, and how many requests were in the call that answered it.</summary>
public sealed record BatchView(string Loader, long Keys, long CacheHits, long Requests, string? Reason, double StartMs, double DurationMs, bool Failed);

/// <summary>One SQL statement or HTTP request.</summary>
public sealed record CallView(string Text, double StartMs, double DurationMs, bool Failed);

/// <summary>An answer together with what it took to make it.</summary>
public sealed record Traced(object? Data, TraceView Trace);
