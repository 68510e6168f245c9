using Storefront.Telemetry;

namespace Storefront.Api;

/// <summary>
/// Checks the switches <c>loaders</c> and <c>trace</c>, and adds the trace to the answer. A trace holds SQL: there is one in Development only, or where the setting
/// <c>AllowTrace</c> says so.
/// </summary>
public sealed class ReadingFilter : IEndpointFilter
{
    public static bool UsesLoaders(HttpContext? context) => (string?)context?.Request.Query["loaders"] != "off";

    public static bool IsTraced(HttpContext context)
        => (string?)context.Request.Query["trace"] == "on"
            && (context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment()
                || context.RequestServices.GetRequiredService<IConfiguration>().GetValue<bool>("AllowTrace"));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (string name in (string[])["loaders", "trace"])
        {
            string? value = context.HttpContext.Request.Query[name];
            if (value is not (null or "on" or "off"))
                return StoreEndpoints.Problem(StatusCodes.Status400BadRequest, $"'{name}' is 'on' or 'off'.");
        }

        object? result = await next(context);
        return result is IValueHttpResult { Value: { } data } and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }
            && context.HttpContext.Features.Get<RequestTrace>() is { } trace
                ? TypedResults.Ok(new Traced(data, trace.ToView()))
                : result;
    }
}
