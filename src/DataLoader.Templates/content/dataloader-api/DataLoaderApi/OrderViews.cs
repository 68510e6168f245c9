using DataLoader;

namespace DataLoaderApi;

public sealed record OrderView(int Id, string Customer, string[] Items);

/// <summary>What a client sees of an order. It looks at one order at a time; the loaders make one query of what all of them ask for.</summary>
public sealed class OrderViews(CustomerByIdLoader customers, LinesByOrderLoader lines, ProductByIdLoader products, LoaderScope scope)
{
    /// <summary>In a root frame: all orders ask before the first query is sent.</summary>
    public Task<OrderView[]> ShowAsync(IReadOnlyList<Order> orders) => scope.RunAsync(() => Task.WhenAll(orders.Select(ShowAsync)));

    private async Task<OrderView> ShowAsync(Order order)
    {
        Task<Customer> customer = customers.LoadAsync(order.CustomerId);
        IReadOnlyList<OrderLine> bought = await lines.LoadAsync(order.Id);
        string[] items = await Task.WhenAll(bought.Select(async line => $"{line.Count} x {(await products.LoadAsync(line.ProductId)).Name}"));
        return new OrderView(order.Id, (await customer).Name, items);
    }
}
