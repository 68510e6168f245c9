using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Reading;

/// <summary>The lists that a page begins with: one query each, whichever way the rest is read.</summary>
public sealed class StoreLists(IDbContextFactory<StoreDb> databases)
{
    public async Task<IReadOnlyList<Order>> LatestOrdersAsync(int take, CancellationToken cancellationToken)
    {
        await using StoreDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Orders.OrderByDescending(order => order.Id).Take(take).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Product>> ProductsAsync(int take, CancellationToken cancellationToken)
    {
        await using StoreDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Products.OrderBy(product => product.Name).Take(take).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Customer>> CustomersAsync(int take, CancellationToken cancellationToken)
    {
        await using StoreDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Customers.OrderBy(customer => customer.Id).Take(take).ToListAsync(cancellationToken);
    }
}
