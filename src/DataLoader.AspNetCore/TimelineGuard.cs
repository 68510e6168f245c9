using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace DataLoader.AspNetCore;

/// <summary>Refuses to start an application that would show its timeline to everybody outside Development.</summary>
internal sealed class TimelineGuard(IHostEnvironment environment) : IHostedLifecycleService
{
    private readonly List<IEndpointRouteBuilder> _mapped = [];

    /// <summary>Marks the endpoints of the timeline.</summary>
    public static object Mark { get; } = new Marker();

    public void Mapped(IEndpointRouteBuilder endpoints) => _mapped.Add(endpoints);

    // Before the server listens. The conventions of the endpoints are complete by now.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
            return Task.CompletedTask;
        IEnumerable<Endpoint> open = _mapped
            .SelectMany(static builder => builder.DataSources)
            .SelectMany(static source => source.Endpoints)
            .Where(static endpoint => endpoint.Metadata.GetMetadata<Marker>() is not null && !NeedsAuthorization(endpoint));
        if (open.FirstOrDefault() is { } endpoint)
        {
            throw new InvalidOperationException(
                $"The loader timeline, {endpoint.DisplayName}, would be open to everybody in the environment {environment.EnvironmentName}: "
                + "add RequireAuthorization() to MapLoaderTimeline, or map it in Development only.");
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool NeedsAuthorization(Endpoint endpoint)
        => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && (endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null);

    private sealed class Marker;
}
