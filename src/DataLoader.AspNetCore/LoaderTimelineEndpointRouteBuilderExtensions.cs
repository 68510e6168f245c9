using System.Diagnostics.CodeAnalysis;
using DataLoader.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the page that shows what batch loaders did.</summary>
public static class LoaderTimelineEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the page of the timeline and its data. Outside Development the application does not start unless the endpoints need authorization:
    /// <c>app.MapLoaderTimeline().RequireAuthorization("Operators")</c>.
    /// </summary>
    /// <param name="endpoints">Where the page is mapped.</param>
    /// <param name="pattern">Its path.</param>
    /// <returns>The endpoints, for conventions.</returns>
    /// <exception cref="ArgumentNullException">There is no builder or no pattern.</exception>
    /// <exception cref="InvalidOperationException"><c>AddLoaderTimeline</c> was not called.</exception>
    public static RouteGroupBuilder MapLoaderTimeline(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/loaders")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        TimelineGuard guard = endpoints.ServiceProvider.GetService<TimelineGuard>()
            ?? throw new InvalidOperationException("MapLoaderTimeline needs services.AddLoaderTimeline().");
        guard.Mapped(endpoints);

        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.WithMetadata(TimelineGuard.Mark);
        group.MapGet("", TimelinePages.PageAsync);
        group.MapGet("timeline.css", TimelinePages.StylesAsync);
        group.MapGet("timeline.js", TimelinePages.ScriptAsync);
        group.MapGet("data", TimelinePages.ListAsync);
        group.MapGet("data/{id:long}", TimelinePages.EntryAsync);
        return group;
    }
}
