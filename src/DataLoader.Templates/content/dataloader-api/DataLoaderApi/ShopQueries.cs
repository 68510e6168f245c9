using DataLoader;
using Microsoft.EntityFrameworkCore;

namespace DataLoaderApi;

/// <summary>Queries for many keys. A loader is generated from each: <c>CustomerByIdLoader</c>, <c>ProductByIdLoader</c>, <c>LinesByOrderLoader</c>.</summary>
public static class ShopQueries
{
    [BatchLoader(KeyOf = nameof(Customer.Id), Order = ResultOrder.Any, ServiceScope = BatchServiceScope.PerBatch, MaxBatchSize = 500)]
    public static async Task<IReadOnlyList<Customer>> BatchCustomerById(IReadOnlyList<int> ids, ShopDb db, CancellationToken cancellationToken)
        => await db.Customers.Where(customer => ids.Contains(customer.Id)).ToListAsync(cancellationToken);

    [BatchLoader(KeyOf = nameof(Product.Id), Order = ResultOrder.Any, ServiceScope = BatchServiceScope.PerBatch, MaxBatchSize = 500)]
    public static async Task<IReadOnlyList<Product>> BatchProductById(IReadOnlyList<int> ids, ShopDb db, CancellationToken cancellationToken)
        => await db.Products.Where(product => ids.Contains(product.Id)).ToListAsync(cancellationToken);

    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch, MaxBatchSize = 500)]
    public static async Task<ILookup<int, OrderLine>> BatchLinesByOrder(IReadOnlyList<int> orderIds, ShopDb db, CancellationToken cancellationToken)
    {
        List<OrderLine> lines = await db.OrderLines.Where(line => orderIds.Contains(line.OrderId)).OrderBy(line => line.Id).ToListAsync(cancellationToken);
        return lines.ToLookup(line => line.OrderId);
    }
}
