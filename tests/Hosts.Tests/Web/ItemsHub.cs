using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.Hosts.Tests;

/// <summary>A SignalR hub.</summary>
public sealed class ItemsHub(ItemViews views) : Hub
{
    public Task<string[]> Describe(int[] ids) => views.DescribeAllAsync(ids);

    public IAsyncEnumerable<string> DescribeEach(int[] ids) => views.DescribeEachAsync(ids);
}

/// <summary>Runs an invocation in the root frame of its loaders, which end with the connection if that is earlier.</summary>
public sealed class LoaderHubFilter : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        LoaderScope scope = invocationContext.ServiceProvider.GetRequiredService<LoaderScope>();
        scope.AbortOn(invocationContext.Context.ConnectionAborted);
        return await scope.RunAsync(() => next(invocationContext).AsTask());
    }
}
