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

    /// <summary>Loads the first friends of customers. Fields that ask for as many share a batch; each one that asks for another number has its own.</summary>
    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, Customer>> BatchFriendsByCustomer(
        IReadOnlyList<int> ids, [BatchArgument] int first, ShopDb db, CancellationToken cancellationToken)
    {
        var friends = await db.Customers
            .Where(customer => ids.Contains(customer.Id))
            .SelectMany(customer => db.Friendships
                .Where(friendship => friendship.CustomerId == customer.Id && ids.Contains(friendship.CustomerId))
                .OrderBy(friendship => friendship.FriendId)
                .Take(first))
            .Join(db.Customers, friendship => friendship.FriendId, customer => customer.Id, (friendship, customer) => new { friendship.CustomerId, Friend = customer })
            .OrderBy(it => it.Friend.Id)
            .ToListAsync(cancellationToken);
        return friends.ToLookup(it => it.CustomerId, it => it.Friend);
    }
}
