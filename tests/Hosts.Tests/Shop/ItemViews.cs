using Microsoft.Extensions.DependencyInjection;

namespace DataLoader.Hosts.Tests;

/// <summary>What every host shows of an item: it takes three loads, one after the other.</summary>
public sealed class ItemViews(LoaderScope scope, ItemByIdLoader items, OwnerByIdLoader owners, RegionByIdLoader regions)
{
    public async Task<string> DescribeAsync(int id)
    {
        Item item = await items.LoadAsync(id);
        Owner owner = await owners.LoadAsync(item.OwnerId);
        return $"item {id} of owner {owner.Id} in {await regions.LoadAsync(owner.RegionId)}";
    }

    public Task<string[]> DescribeAllAsync(IEnumerable<int> ids) => Task.WhenAll(ids.Select(DescribeAsync));

    /// <summary>One after the other, read ten at a time.</summary>
    public async IAsyncEnumerable<string> DescribeEachAsync(IEnumerable<int> ids)
    {
        foreach (int[] chunk in ids.Chunk(10))
        {
            foreach (string item in await scope.RunAsync(() => DescribeAllAsync(chunk)))
                yield return item;
        }
    }
}

public static class ShopServices
{
    public static IServiceCollection AddShop(this IServiceCollection services)
        => services.AddSingleton<Backend>().AddScoped<ItemViews>().AddBatchLoaders();
}
