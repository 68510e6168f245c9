using DataLoader;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Reading;

namespace Storefront.Loaders;

/// <summary>A page of orders, newest first: so many of them, from before an order on. Null begins with the newest.</summary>
public sealed record OrderPage(int First, int? Before);

/// <summary>Orders and their lines, by EF Core.</summary>
public static class OrderQueries
{
    /// <summary>Loads orders by id; null where there is none.</summary>
    [BatchLoader(MaxBatchSize = 500, KeyOf = nameof(Order.Id), Order = ResultOrder.Any, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<IReadOnlyList<Order?>> BatchOrderById(IReadOnlyList<int> ids, StoreDb db, CancellationToken cancellationToken)
        => await db.Orders.Where(order => ids.Contains(order.Id)).ToListAsync(cancellationToken);

    /// <summary>
    /// Loads orders of the signed-in customer by id; null where there is none, or where it is somebody else's. The customer belongs to the request,
    /// so this one can not use a service scope for each batch: it takes the factory instead.
    /// </summary>
    [BatchLoader(MaxBatchSize = 500, KeyOf = nameof(Order.Id), Order = ResultOrder.Any)]
    public static async Task<IReadOnlyList<Order?>> BatchMyOrderById(
        IReadOnlyList<int> ids, IDbContextFactory<StoreDb> databases, CurrentCustomer me, CancellationToken cancellationToken)
    {
        await using StoreDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Orders.Where(order => ids.Contains(order.Id) && order.CustomerId == me.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Loads the orders of customers.</summary>
    [BatchLoader(MaxBatchSize = 500, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, Order>> BatchOrdersByCustomer(IReadOnlyList<int> customerIds, StoreDb db, CancellationToken cancellationToken)
    {
        List<Order> orders = await db.Orders.Where(order => customerIds.Contains(order.CustomerId)).OrderBy(order => order.Id).ToListAsync(cancellationToken);
        return orders.ToLookup(order => order.CustomerId);
    }

    /// <summary>Loads a page of the orders of customers, the same page for each. A key marks where it begins (keyset), so that no page is skipped or shown twice.</summary>
    [BatchLoader(MaxBatchSize = 500, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, Order>> BatchOrderPageByCustomer(
        IReadOnlyList<int> customerIds, [BatchArgument] OrderPage page, StoreDb db, CancellationToken cancellationToken)
    {
        List<Order> orders = await db.Customers
            .Where(customer => customerIds.Contains(customer.Id))
            .SelectMany(customer => db.Orders
                .Where(order => order.CustomerId == customer.Id && customerIds.Contains(order.CustomerId) && (page.Before == null || order.Id < page.Before))
                .OrderByDescending(order => order.Id)
                .Take(page.First))
            .OrderByDescending(order => order.Id)
            .ToListAsync(cancellationToken);
        return orders.ToLookup(order => order.CustomerId);
    }

    /// <summary>Loads the lines of orders.</summary>
    [BatchLoader(MaxBatchSize = 500, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, OrderLine>> BatchLinesByOrder(IReadOnlyList<int> orderIds, StoreDb db, CancellationToken cancellationToken)
    {
        List<OrderLine> lines = await db.OrderLines.Where(line => orderIds.Contains(line.OrderId)).OrderBy(line => line.OrderId).ThenBy(line => line.Number).ToListAsync(cancellationToken);
        return lines.ToLookup(line => line.OrderId);
    }
}
