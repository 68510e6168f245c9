using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Storefront.Telemetry;

/// <summary>
/// Hands the spans that OpenTelemetry sees to the request that they belong to, by trace id, while that request runs.
/// </summary>
public sealed class RequestTraces : BaseProcessor<Activity>
{
    private readonly ConcurrentDictionary<ActivityTraceId, RequestTrace> _running = new();

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
            _running[root.TraceId] = trace;
        return trace;
    }

    internal void End(ActivityTraceId id) => _running.TryRemove(id, out _);

    public override void OnEnd(Activity data)
    {
        if (_running.TryGetValue(data.TraceId, out RequestTrace? trace))
            trace.Add(data);
    }
}
