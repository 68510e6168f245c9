using DataLoader;
using Microsoft.EntityFrameworkCore;
using ShopGraphQL.Data;

namespace ShopGraphQL.Loaders;

/// <summary>Customers and their friends. Each batch has a ShopDb of its own, because two batches may run at the same time.</summary>
public static class CustomerQueries
{
    /// <summary>Loads customers by id; null where there is none.</summary>
    [BatchLoader(KeyOf = nameof(Customer.Id), Order = ResultOrder.Any, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<IReadOnlyList<Customer?>> BatchCustomerById(IReadOnlyList<int> ids, ShopDb db, CancellationToken cancellationToken)
        => await db.Customers.Where(customer => ids.Contains(customer.Id)).ToListAsync(cancellationToken);

    /// <summary>Loads the friends of customers, as rows.</summary>
    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, Customer>> BatchFriendsByCustomer(IReadOnlyList<int> ids, ShopDb db, CancellationToken cancellationToken)
    {
        var friends = await db.Friendships
            .Where(friendship => ids.Contains(friendship.CustomerId))
            .Join(db.Customers, friendship => friendship.FriendId, customer => customer.Id, (friendship, customer) => new { friendship.CustomerId, Friend = customer })
            .OrderBy(it => it.Friend.Id)
            .ToListAsync(cancellationToken);
        return friends.ToLookup(it => it.CustomerId, it => it.Friend);
    }
}
