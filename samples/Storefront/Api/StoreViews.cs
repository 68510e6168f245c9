using DataLoader;
using Storefront.Data;
using Storefront.Loaders;
using Storefront.Reading;

namespace Storefront.Api;

/// <summary>
/// Puts answers together, each thing asking for the things below it and knowing nothing of batches. Written once, for both ways of reading.
/// </summary>
public sealed class StoreViews(IStoreReader store, LoaderScope scope)
{
    public async Task<OrderView?> OrderAsync(int id) => await store.OrderAsync(id) is { } order ? await ViewAsync(order) : null;

    public async Task<OrderView?> MyOrderAsync(int id) => await store.MyOrderAsync(id) is { } order ? await ViewAsync(order) : null;

    public async Task<ProductView?> ProductAsync(int id) => await store.ProductAsync(id) is { } product ? await ViewAsync(product) : null;

    public async Task<CustomerView?> CustomerAsync(int id)
        => await store.CustomerAsync(id) is { } customer ? new CustomerView(customer.Id, customer.Name, customer.City) : null;

    public async Task<SupplierView?> SupplierAsync(int id)
    {
        Task<IReadOnlyList<Product>> products = store.ProductsOfSupplierAsync(id);
        Supplier? supplier = await store.SupplierAsync(id);
        return supplier is null ? null : new SupplierView(supplier.Id, supplier.Name, supplier.City, await AllAsync(await products, ViewAsync));
    }

    public async Task<ProductPage?> ProductPageAsync(int id)
    {
        Task<IReadOnlyList<Review>> reviews = store.ReviewsAsync(id);
        ProductView? product = await ProductAsync(id);
        return product is null ? null : new ProductPage(product, await AllAsync(await reviews, ViewAsync));
    }

    public async Task<AccountView?> AccountAsync(int customerId)
    {
        Task<IReadOnlyList<Order>> orders = store.OrdersOfCustomerAsync(customerId);
        CustomerView? customer = await CustomerAsync(customerId);
        return customer is null ? null : new AccountView(customer, await AllAsync(await orders, ViewAsync));
    }

    public Task<IReadOnlyList<OrderView>> OrdersAsync(IReadOnlyList<Order> orders) => AllAsync(orders, ViewAsync);

    public Task<IReadOnlyList<ProductView>> ProductsAsync(IReadOnlyList<Product> products) => AllAsync(products, ViewAsync);

    /// <summary>The newest five reviews of each product that have more than four stars.</summary>
    public Task<IReadOnlyList<PraiseView>> PraisedAsync(IReadOnlyList<Product> products)
        => AllAsync(products, async product => new PraiseView(
            product.Id, product.Name, await AllAsync(await store.NewestReviewsAsync(product.Id, new ReviewFilter(AboveStars: 4, First: 5)), ViewAsync)));

    /// <summary>A page of the orders of each customer.</summary>
    public Task<IReadOnlyList<OrderPageView>> OrderPagesAsync(IReadOnlyList<Customer> customers, OrderPage page)
        => AllAsync(customers, async customer =>
        {
            IReadOnlyList<Order> orders = await store.OrderPageAsync(customer.Id, page);
            return new OrderPageView(
                new CustomerView(customer.Id, customer.Name, customer.City),
                [.. orders.Select(order => new OrderSummary(order.Id, order.PlacedOn))],
                orders.Count == page.First ? orders[^1].Id : null);
        });

    private async Task<OrderView> ViewAsync(Order order)
    {
        Task<CustomerView?> customer = CustomerAsync(order.CustomerId);
        Task<IReadOnlyList<LineView>> lines = LinesAsync(order.Id);
        await Task.WhenAll(customer, lines);
        return new OrderView(order.Id, order.PlacedOn, await customer, await lines, (await lines).Sum(line => line.Quantity * line.UnitPriceCents));
    }

    private async Task<IReadOnlyList<LineView>> LinesAsync(int orderId)
        => await AllAsync(await store.LinesAsync(orderId), async line => new LineView(line.Quantity, line.UnitPriceCents, await ProductAsync(line.ProductId)));

    private async Task<ProductView> ViewAsync(Product product)
    {
        Task<Supplier?> supplier = store.SupplierAsync(product.SupplierId);
        Task<Rating?> rating = store.RatingAsync(product.Id);
        Task<int?> stock = StockAsync(product.Sku);
        await Task.WhenAll(supplier, rating, stock);
        return new ProductView(
            product.Id, product.Sku, product.Name, product.PriceCents, await supplier is { } s ? new SupplierSummary(s.Id, s.Name, s.City) : null, await rating, await stock);
    }

    private async Task<ReviewView> ViewAsync(Review review)
        => new(await CustomerAsync(review.CustomerId), review.Stars, review.Text, review.WrittenOn);

    private async Task<int?> StockAsync(string sku)
    {
        try
        {
            return (await store.StockAsync(sku))?.Quantity;
        }
        catch (WarehouseUnavailableException)
        {
            return null;
        }
    }

    // After an await that was not a load, nothing tells the loaders where a group of questions ends: the frame does. Inside of one it costs nothing.
    private async Task<IReadOnlyList<TView>> AllAsync<T, TView>(IReadOnlyList<T> items, Func<T, Task<TView>> view)
    {
        var views = new Task<TView>[items.Count];
        using (scope.OpenFrame())
        {
            for (int i = 0; i < views.Length; i++)
                views[i] = view(items[i]);
        }

        return await Task.WhenAll(views);
    }
}
