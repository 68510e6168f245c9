using System.Diagnostics;
using DataLoader.Batches;
using DataLoader.Telemetry;

namespace DataLoader.Sharing;

/// <summary>
/// The span of a call that belongs to no request: a root of its own. It and the spans of the batches that are in it are linked. What the method does hangs
/// below it. What listeners throw is dropped, as everywhere.
/// </summary>
internal static class SharedSpan
{
    /// <summary>Calls a method for one request, under a span if somebody listens.</summary>
    public static Task? Call<TKey, TValue>(IBatchMethod<TKey, TValue> method, Batch<TKey, TValue> batch)
        where TKey : notnull
        => Instruments.Source.HasListeners() ? CallAsync(method, batch) : method.Call(batch);

    /// <summary>Calls a method for several requests, under a span if somebody listens.</summary>
    public static Task<BatchOutcome<TValue>> CallAsync<TKey, TValue>(
        IBatchMethod<TKey, TValue> method, DetachedBatch<TKey, TValue> merged, WaitingBatch<TKey, TValue>[] requests)
        where TKey : notnull
        => Instruments.Source.HasListeners() ? CallUnderSpanAsync(method, merged, requests) : merged.CallAsync(method);

    private static async Task CallAsync<TKey, TValue>(IBatchMethod<TKey, TValue> method, Batch<TKey, TValue> batch)
        where TKey : notnull
    {
        Activity? call = Start(batch.LoaderName, batch.Count, [batch.Telemetry?.Span]);
        Exception? failed = null;
        try
        {
            await (method.Call(batch) ?? throw batch.NullTask()).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failed = error;
            throw;
        }
        finally
        {
            End(call, failed, batch.CancellationToken);
        }
    }

    private static async Task<BatchOutcome<TValue>> CallUnderSpanAsync<TKey, TValue>(
        IBatchMethod<TKey, TValue> method, DetachedBatch<TKey, TValue> merged, WaitingBatch<TKey, TValue>[] requests)
        where TKey : notnull
    {
        Activity? call = Start(merged.LoaderName, merged.Count, [.. requests.Select(static it => it.Batch.Telemetry?.Span)]);
        Exception? failed = null;
        try
        {
            return await merged.CallAsync(method).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failed = error;
            throw;
        }
        finally
        {
            End(call, failed, merged.CancellationToken);
        }
    }

    private static Activity? Start(string name, int keyCount, Activity?[] requests)
    {
        try
        {
            Activity? call = Instruments.Source.StartActivity(
                ActivityKind.Internal,
                tags:
                [
                    new(TelemetryNames.LoaderName, name),
                    new(TelemetryNames.BatchKeys, keyCount),
                    new(TelemetryNames.Requests, requests.Length),
                ],
                links: requests.OfType<Activity>().Select(static it => new ActivityLink(it.Context)),
                name: $"DataLoader shared batch {name}");
#if NET9_0_OR_GREATER
            // From the trace of a request too there is a way to what the call does.
            if (call is not null)
                Array.ForEach(requests, it => it?.AddLink(new ActivityLink(call.Context)));
#endif
            return call;
        }
        catch (Exception)
        {
            // The call goes on without a span.
            return null;
        }
    }

    private static void End(Activity? call, Exception? failed, CancellationToken left)
    {
        if (call is null)
            return;
        if (failed is not null && left.IsCancellationRequested)
            call.SetTag(TelemetryNames.Cancelled, true);
        else if (failed is not null)
            call.SetTag(TelemetryNames.ErrorType, failed.GetType().FullName).SetStatus(ActivityStatusCode.Error);
        try
        {
            call.Dispose();
        }
        catch (Exception)
        {
            // There is nobody to tell that a listener has failed.
        }
    }
}
