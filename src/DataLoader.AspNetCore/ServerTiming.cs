using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace DataLoader.AspNetCore;

/// <summary>The header that browsers show beside the time of a request.</summary>
internal static class ServerTiming
{
    /// <summary>Adds the header when the response starts: what the loaders did until then.</summary>
    public static void WriteTo(HttpResponse response, LoaderScope scope)
        => response.OnStarting(
            static state =>
            {
                (HttpResponse response, LoaderScope scope) = ((HttpResponse, LoaderScope))state;
                if (scope.GetReceipt() is { Loaders.Count: > 0 } receipt)
                    response.Headers.Append("Server-Timing", ValueOf(receipt));
                return Task.CompletedTask;
            },
            (response, scope));

    // Without names: those may hold letters that a header cannot.
    private static string ValueOf(ScopeReceipt scope)
    {
        TimeSpan busy = TimeSpan.Zero;
        TimeSpan until = TimeSpan.Zero;
        foreach (BatchReceipt batch in scope.Batches.OrderBy(static batch => batch.SentAt))
        {
            // Batches overlap: their times do not add up.
            if (batch.EndedAt > until)
                busy += batch.EndedAt - (batch.SentAt > until ? batch.SentAt : until);
            until = batch.EndedAt > until ? batch.EndedAt : until;
        }

        int batches = scope.Loaders.Sum(static it => it.Batches);
        long loads = scope.Loaders.Sum(static it => it.Loads);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"loaders;dur={busy.TotalMilliseconds:0.0};desc=\"{batches} {(batches == 1 ? "batch" : "batches")}, {loads} {(loads == 1 ? "load" : "loads")}\"");
    }
}
