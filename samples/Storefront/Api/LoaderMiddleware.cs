using DataLoader;
using Storefront.Data;
using Storefront.Telemetry;

namespace Storefront.Api;

/// <summary>Runs a request in the root frame of its loaders: what it asks for before its first wait leaves together, exactly.</summary>
public sealed class LoaderMiddleware(RequestDelegate next, DatabaseSetup database, RequestTraces traces)
{
    public async Task InvokeAsync(HttpContext context, LoaderScope scope)
    {
        await database.EnsureAsync(context.RequestAborted);

        using RequestTrace? trace = ReadingFilter.IsTraced(context) ? traces.Begin() : null;
        if (trace is not null)
            context.Features.Set(trace);
        await scope.RunAsync(() => next(context));
    }
}
