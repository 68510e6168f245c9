using Microsoft.AspNetCore.Diagnostics;
using Storefront.Data;

namespace Storefront.Api;

/// <summary>Every error is a problem document that says what the caller can do, and nothing of the inside.</summary>
public static class ErrorHandling
{
    public static void AddErrorHandling(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.Configure<ExceptionHandlerOptions>(options => options.StatusCodeSelector = static error => error switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            _ when Database.IsUnavailable(error) => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        });
    }

    public static void UseErrorHandling(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
