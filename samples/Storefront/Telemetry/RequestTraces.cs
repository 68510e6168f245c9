using System.Collections.Concurrent;
using System.Diagnostics;
using DataLoader;
using OpenTelemetry;

namespace Storefront.Telemetry;

/// <summary>
/// Hands the spans that OpenTelemetry sees to the request that they belong to, by trace id, while that request runs. A call that requests share is a trace of
/// its own, linked to theirs: it belongs to all of them.
/// </summary>
public sealed class RequestTraces : BaseProcessor<Activity>
{
    private readonly ConcurrentDictionary<ActivityTraceId, RequestTrace[]> _running = new();

    /// <summary>
    /// Begins to collect the spans of the current request. It becomes a trace of its own: a caller can choose the trace id of a request with a
    /// header, and whoever chose somebody else's would read what that request does.
    /// </summary>
    public RequestTrace Begin()
    {
        Activity? caller = Activity.Current;
        Activity.Current = null;
        Activity? root = StorefrontTelemetry.Source.StartActivity(
            "traced request", ActivityKind.Internal, parentContext: default, links: caller is null ? null : [new ActivityLink(caller.Context)]);
        var trace = new RequestTrace(this, root);
        if (root is not null)
            _running[root.TraceId] = [trace];
        return trace;
    }

    internal void End(ActivityTraceId id) => _running.TryRemove(id, out _);

    public override void OnStart(Activity data)
    {
        if (!IsShared(data))
            return;
        RequestTrace[] requests = [.. data.Links.SelectMany(link => _running.GetValueOrDefault(link.Context.TraceId, [])).Distinct()];
        if (requests.Length > 0)
            _running[data.TraceId] = requests;
    }

    public override void OnEnd(Activity data)
    {
        foreach (RequestTrace trace in _running.GetValueOrDefault(data.TraceId, []))
            trace.Add(data);
        if (IsShared(data))
            End(data.TraceId);
    }

    /// <summary>Whether a span is that of a call which requests may share.</summary>
    internal static bool IsShared(Activity span) => span.GetTagItem(TelemetryNames.Requests) is not null;
}
