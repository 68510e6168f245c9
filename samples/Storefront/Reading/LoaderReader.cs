using Storefront.Data;
using Storefront.Loaders;

namespace Storefront.Reading;

/// <summary>Reads with the generated loaders: what is asked for at the same time is one query.</summary>
public sealed class LoaderReader(
    OrderByIdLoader orders,
    MyOrderByIdLoader myOrders,
    OrdersByCustomerLoader ordersByCustomer,
    OrderPageByCustomerLoader orderPages,
    LinesByOrderLoader lines,
    CustomerByIdLoader customers,
    ProductByIdLoader products,
    ProductsBySupplierLoader productsBySupplier,
    SupplierByIdLoader suppliers,
    ReviewsByProductLoader reviews,
    NewestReviewsByProductLoader newestReviews,
    RatingByProductLoader ratings,
    StockBySkuLoader stock) : IStoreReader
{
    public Task<Order?> OrderAsync(int id) => orders.LoadAsync(id);

    public Task<Order?> MyOrderAsync(int id) => myOrders.LoadAsync(id);

    public Task<IReadOnlyList<Order>> OrdersOfCustomerAsync(int customerId) => ordersByCustomer.LoadAsync(customerId);

    public Task<IReadOnlyList<Order>> OrderPageAsync(int customerId, OrderPage page) => orderPages.LoadAsync(customerId, page);

    public Task<IReadOnlyList<OrderLine>> LinesAsync(int orderId) => lines.LoadAsync(orderId);

    public Task<Customer?> CustomerAsync(int id) => customers.LoadAsync(id);

    public Task<Product?> ProductAsync(int id) => products.LoadAsync(id);

    public Task<IReadOnlyList<Product>> ProductsOfSupplierAsync(int supplierId) => productsBySupplier.LoadAsync(supplierId);

    public Task<Supplier?> SupplierAsync(int id) => suppliers.LoadAsync(id);

    public Task<IReadOnlyList<Review>> ReviewsAsync(int productId) => reviews.LoadAsync(productId);

    public Task<IReadOnlyList<Review>> NewestReviewsAsync(int productId, ReviewFilter filter) => newestReviews.LoadAsync(productId, filter);

    public Task<Rating?> RatingAsync(int productId) => ratings.LoadAsync(productId);

    public Task<StockLevel?> StockAsync(string sku) => stock.LoadAsync(sku);
}
