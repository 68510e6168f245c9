using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.Hosts.Tests;

public interface IItemsGrain : IGrainWithIntegerKey
{
    Task<string[]> DescribeAsync(int[] ids);
}

/// <summary>An Orleans grain: services, and so loaders, for each call.</summary>
public sealed class ItemsGrain(IServiceScopeFactory scopes) : Grain, IItemsGrain
{
    public async Task<string[]> DescribeAsync(int[] ids)
    {
        await using AsyncServiceScope services = scopes.CreateAsyncScope();
        LoaderScope loaders = services.ServiceProvider.GetRequiredService<LoaderScope>();
        ItemViews views = services.ServiceProvider.GetRequiredService<ItemViews>();
        return await loaders.RunAsync(() => views.DescribeAllAsync(ids));
    }
}
