using Catalog;
using CatalogUser;
using DataLoader;
using Microsoft.Extensions.DependencyInjection;

await using ServiceProvider provider = new ServiceCollection().AddCatalogBatchLoaders().AddBatchLoaders().BuildServiceProvider(validateScopes: true);
await using AsyncServiceScope request = provider.CreateAsyncScope();

// The library's loader by its class, the one of this program by what it loads.
var products = request.ServiceProvider.GetRequiredService<ProductByIdLoader>();
var orders = request.ServiceProvider.GetRequiredService<IBatchLoader<int, string>>();
Task<Product> product = products.LoadAsync(1);
Task<string> order = orders.LoadAsync(7);
Console.WriteLine($"{(await product).Name} from a library, {await order} from here");

namespace CatalogUser
{
    internal static class OrderQueries
    {
        [BatchLoader]
        internal static Task<IReadOnlyDictionary<int, string>> BatchOrderById(IReadOnlyList<int> ids)
            => Task.FromResult<IReadOnlyDictionary<int, string>>(ids.ToDictionary(id => id, id => $"order {id}"));
    }
}
