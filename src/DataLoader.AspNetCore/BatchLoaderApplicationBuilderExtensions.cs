using DataLoader;
using DataLoader.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Brings batch loaders into the pipeline of requests.</summary>
public static class BatchLoaderApplicationBuilderExtensions
{
    /// <summary>
    /// Runs what comes after it in a root frame of the request's <see cref="LoaderScope"/>, so that what a request asks for before its first wait leaves
    /// together, exactly; and ends the scope's loads when the client goes away. Put it before the endpoints, and behind what asks for no loads.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <returns>The same pipeline.</returns>
    /// <exception cref="ArgumentNullException">There is no pipeline.</exception>
    /// <exception cref="InvalidOperationException">No <see cref="LoaderScope"/> is registered: call the generated <c>services.AddBatchLoaders()</c>.</exception>
    public static IApplicationBuilder UseBatchLoaders(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(LoaderScope)) == false)
            throw new InvalidOperationException("UseBatchLoaders needs a LoaderScope in the container: call the generated services.AddBatchLoaders().");

        bool writesTiming = app.ApplicationServices.GetService<LoaderTimeline>() is { WritesServerTiming: true };
        return app.Use(next => context => InvokeAsync(context, next, writesTiming));
    }

    private static Task InvokeAsync(HttpContext context, RequestDelegate next, bool writesTiming)
    {
        LoaderScope scope = context.RequestServices.GetRequiredService<LoaderScope>();
        scope.AbortOn(context.RequestAborted);
        if (writesTiming)
            ServerTiming.WriteTo(context.Response, scope);
        return scope.RunAsync(() => next(context));
    }
}
