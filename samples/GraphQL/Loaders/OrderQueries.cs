using DataLoader;
using Microsoft.EntityFrameworkCore;
using ShopGraphQL.Data;

namespace ShopGraphQL.Loaders;

/// <summary>Orders and their lines.</summary>
public static class OrderQueries
{
    /// <summary>Loads the orders of customers.</summary>
    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, Order>> BatchOrdersByCustomer(IReadOnlyList<int> customerIds, ShopDb db, CancellationToken cancellationToken)
    {
        List<Order> orders = await db.Orders.Where(order => customerIds.Contains(order.CustomerId)).OrderBy(order => order.Id).ToListAsync(cancellationToken);
        return orders.ToLookup(order => order.CustomerId);
    }

    /// <summary>Loads the lines of orders.</summary>
    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, OrderLine>> BatchLinesByOrder(IReadOnlyList<int> orderIds, ShopDb db, CancellationToken cancellationToken)
    {
        List<OrderLine> lines = await db.OrderLines
            .Where(line => orderIds.Contains(line.OrderId))
            .OrderBy(line => line.OrderId)
            .ThenBy(line => line.Number)
            .ToListAsync(cancellationToken);
        return lines.ToLookup(line => line.OrderId);
    }
}
