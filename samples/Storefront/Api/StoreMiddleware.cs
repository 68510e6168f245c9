using Storefront.Data;
using Storefront.Telemetry;

namespace Storefront.Api;

/// <summary>Fills the database with the first request, and traces those that ask for it.</summary>
public sealed class StoreMiddleware(RequestDelegate next, DatabaseSetup database, RequestTraces traces)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await database.EnsureAsync(context.RequestAborted);

        using RequestTrace? trace = ReadingFilter.IsTraced(context) ? traces.Begin() : null;
        if (trace is not null)
            context.Features.Set(trace);
        await next(context);
    }
}
