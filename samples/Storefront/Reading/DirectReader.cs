using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Loaders;

namespace Storefront.Reading;

/// <summary>Reads with one query for each thing asked for: the N+1 problem, kept for comparison.</summary>
public sealed class DirectReader(IDbContextFactory<StoreDb> databases, Warehouse warehouse, CurrentCustomer me, IHttpContextAccessor http) : IStoreReader
{
    private readonly CancellationToken _aborted = http.HttpContext?.RequestAborted ?? default;

    public Task<Order?> OrderAsync(int id) => FirstAsync(db => db.Orders.Where(order => order.Id == id));

    public Task<Order?> MyOrderAsync(int id) => FirstAsync(db => db.Orders.Where(order => order.Id == id && order.CustomerId == me.Id));

    public Task<IReadOnlyList<Order>> OrdersOfCustomerAsync(int customerId)
        => ListAsync(db => db.Orders.Where(order => order.CustomerId == customerId).OrderBy(order => order.Id));

    public Task<IReadOnlyList<Order>> OrderPageAsync(int customerId, OrderPage page)
        => ListAsync(db => db.Orders
            .Where(order => order.CustomerId == customerId && (page.Before == null || order.Id < page.Before))
            .OrderByDescending(order => order.Id)
            .Take(page.First));

    public Task<IReadOnlyList<OrderLine>> LinesAsync(int orderId)
        => ListAsync(db => db.OrderLines.Where(line => line.OrderId == orderId).OrderBy(line => line.Number));

    public Task<Customer?> CustomerAsync(int id) => FirstAsync(db => db.Customers.Where(customer => customer.Id == id));

    public Task<Product?> ProductAsync(int id) => FirstAsync(db => db.Products.Where(product => product.Id == id));

    public Task<IReadOnlyList<Product>> ProductsOfSupplierAsync(int supplierId)
        => ListAsync(db => db.Products.Where(product => product.SupplierId == supplierId).OrderBy(product => product.Id));

    public Task<Supplier?> SupplierAsync(int id) => FirstAsync(db => db.Suppliers.Where(supplier => supplier.Id == id));

    public Task<IReadOnlyList<Review>> ReviewsAsync(int productId)
        => ListAsync(db => db.Reviews.Where(review => review.ProductId == productId).OrderBy(review => review.CustomerId));

    public Task<IReadOnlyList<Review>> NewestReviewsAsync(int productId, ReviewFilter filter)
        => ListAsync(db => db.Reviews
            .Where(review => review.ProductId == productId && review.Stars > filter.AboveStars)
            .OrderByDescending(review => review.WrittenOn)
            .ThenBy(review => review.CustomerId)
            .Take(filter.First));

    public async Task<Rating?> RatingAsync(int productId)
    {
        await using StoreDb db = await databases.CreateDbContextAsync(_aborted);
        return (await Ratings.QueryAsync(db, [productId], _aborted)).SingleOrDefault();
    }

    public async Task<StockLevel?> StockAsync(string sku) => (await warehouse.StockAsync([sku], _aborted)).SingleOrDefault();

    private async Task<T?> FirstAsync<T>(Func<StoreDb, IQueryable<T>> query)
        where T : class
    {
        await using StoreDb db = await databases.CreateDbContextAsync(_aborted);
        return await query(db).SingleOrDefaultAsync(_aborted);
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(Func<StoreDb, IQueryable<T>> query)
    {
        await using StoreDb db = await databases.CreateDbContextAsync(_aborted);
        return await query(db).ToListAsync(_aborted);
    }
}
