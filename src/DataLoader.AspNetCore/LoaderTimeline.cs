using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataLoader.AspNetCore;

/// <summary>Observes the scopes of all requests, keeps what the last ones did, and tells the log.</summary>
internal sealed partial class LoaderTimeline(
    LoaderTimelineOptions options, IHttpContextAccessor requests, IHostEnvironment environment, ILogger<LoaderTimeline> logger) : LoaderObserver
{
    // From so many batches of one key on, a loader is likely awaited in a loop.
    private const int ManyBatchesOfOne = 5;

    /// <summary>The last requests.</summary>
    public TimelineRing Ring { get; } = new(options.Capacity);

    public bool WritesServerTiming => options.ServerTiming ?? environment.IsDevelopment();

    public override bool KeepsReceipts => true;

    public override bool CapturesCallSites => options.CaptureCallSites && environment.IsDevelopment();

    public override void OnBatchEnded(BatchReceipt receipt)
    {
        if (receipt.Reason == DispatchReason.Watchdog)
            LogHeldTooLong(logger, receipt.LoaderName, receipt.KeyCount, receipt.WaitedForFrame.TotalMilliseconds);
    }

    public override void OnScopeEnded(ScopeReceipt receipt)
    {
        if (receipt.Loaders.Count == 0)
            return;
        HttpContext? request = requests.HttpContext;
        string name = NameOf(request);
        Ring.Add(new TimelineEntry(name, request?.Response.StatusCode, WithFirstBatches(receipt)));
        if (logger.IsEnabled(LogLevel.Debug))
        {
            LogRequest(
                logger, name, receipt.Loaders.Sum(static it => it.Batches), receipt.Loaders.Sum(static it => it.Loads),
                receipt.Loaders.Sum(static it => it.Hits + it.Shared), receipt.Loaders.Sum(static it => it.FailedKeys), receipt.Duration.TotalMilliseconds);
        }

        foreach (LoaderTotals loader in receipt.Loaders.Where(static it => it.BatchesOfOne >= ManyBatchesOfOne))
            LogBatchesOfOne(logger, loader.LoaderName, loader.BatchesOfOne, name);
    }

    private ScopeReceipt WithFirstBatches(ScopeReceipt scope) => new()
    {
        ScopeId = scope.ScopeId,
        StartedAt = scope.StartedAt,
        Duration = scope.Duration,
        WasAborted = scope.WasAborted,
        Loaders = scope.Loaders,
        Batches = [.. scope.Batches.OrderBy(static it => it.Number).Take(options.MaxBatches)],
    };

    // Never the path: it may hold keys.
    private static string NameOf(HttpContext? request)
        => request is null
            ? "outside of requests"
            : $"{request.Request.Method} {(request.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)"}";

    [LoggerMessage(1, LogLevel.Debug, "{Request}: batches: {Batches}, loads: {Loads}, of them known or shared: {Known}, failed keys: {FailedKeys}, {Milliseconds:0.0} ms")]
    private static partial void LogRequest(ILogger logger, string request, int batches, long loads, long known, long failedKeys, double milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "{Loader}: a batch of {Keys} keys was sent although a frame still held them, after {Milliseconds:0} ms. "
        + "A thread is blocked in the frame, often by .Result or .Wait(), or it computes for long.")]
    private static partial void LogHeldTooLong(ILogger logger, string loader, int keys, double milliseconds);

    [LoggerMessage(3, LogLevel.Warning, "{Loader}: {Batches} batches of one key in {Request}. Is it awaited in a loop? Start all loads, then await them.")]
    private static partial void LogBatchesOfOne(ILogger logger, string loader, int batches, string request);
}
