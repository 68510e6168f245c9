using Storefront.Data;
using Storefront.Loaders;

namespace Storefront.Reading;

/// <summary>
/// What the views ask for, one thing at a time. There are two answers to it: by loaders, and one query for each thing asked for. The views are the same.
/// </summary>
public interface IStoreReader
{
    Task<Order?> OrderAsync(int id);

    Task<Order?> MyOrderAsync(int id);

    Task<IReadOnlyList<Order>> OrdersOfCustomerAsync(int customerId);

    Task<IReadOnlyList<Order>> OrderPageAsync(int customerId, OrderPage page);

    Task<IReadOnlyList<OrderLine>> LinesAsync(int orderId);

    Task<Customer?> CustomerAsync(int id);

    Task<Product?> ProductAsync(int id);

    Task<IReadOnlyList<Product>> ProductsOfSupplierAsync(int supplierId);

    Task<Supplier?> SupplierAsync(int id);

    Task<IReadOnlyList<Review>> ReviewsAsync(int productId);

    Task<IReadOnlyList<Review>> NewestReviewsAsync(int productId, ReviewFilter filter);

    Task<Rating?> RatingAsync(int productId);

    Task<StockLevel?> StockAsync(string sku);
}
