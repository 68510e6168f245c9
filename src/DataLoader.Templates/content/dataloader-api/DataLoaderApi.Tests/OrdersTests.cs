using System.Collections.Concurrent;
using System.Net.Http.Json;
using DataLoader;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace DataLoaderApi.Tests;

public sealed class OrdersTests
{
    [Fact]
    public async Task Twenty_orders_take_one_batch_of_each_loader()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "orders-test.db");
        File.Delete(file);
        var sent = new SentBatches();
        await using WebApplicationFactory<Program> app = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:Shop", $"Data Source={file}");
            host.ConfigureTestServices(services => services.AddSingleton<LoaderObserver>(sent));
        });

        OrderView[]? orders = await app.CreateClient().GetFromJsonAsync<OrderView[]>("/orders");

        Assert.NotNull(orders);
        Assert.Equal(20, orders.Length);
        Assert.Equal(["1 x Product 1", "3 x Product 1", "2 x Product 1"], orders[0].Items);
        Assert.Equal(["CustomerByIdLoader", "LinesByOrderLoader", "ProductByIdLoader"], sent.Loaders.Order());
    }

    /// <summary>Is told of each batch when it has ended.</summary>
    private sealed class SentBatches : LoaderObserver
    {
        public ConcurrentBag<string> Loaders { get; } = [];

        public override void OnBatchEnded(BatchReceipt receipt) => Loaders.Add(receipt.LoaderName);
    }
}
