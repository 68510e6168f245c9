using DataLoader;
using DataLoader.AspNetCore;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the timeline of batch loaders.</summary>
public static class LoaderTimelineServiceCollectionExtensions
{
    /// <summary>
    /// Has the loaders of all requests observed: for the page of <c>MapLoaderTimeline</c>, the <c>Server-Timing</c> header and the log. Memory is bounded by
    /// the options; no key, value or message of an exception is kept.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">There are no services.</exception>
    public static IServiceCollection AddLoaderTimeline(this IServiceCollection services, Action<LoaderTimelineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new LoaderTimelineOptions();
        configure?.Invoke(options);
        if (services.Any(static it => it.ServiceType == typeof(LoaderTimeline)))
            return services;

        services.AddHttpContextAccessor();
        services.AddSingleton(options);
        services.AddSingleton<LoaderTimeline>();
        services.AddSingleton<LoaderObserver>(static provider => provider.GetRequiredService<LoaderTimeline>());
        services.AddSingleton<TimelineGuard>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<TimelineGuard>());
        return services;
    }
}
