using DataLoader;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Loaders;

/// <summary>Customers, by EF Core.</summary>
public static class CustomerQueries
{
    /// <summary>Loads customers by id; null where there is none.</summary>
    [BatchLoader(MaxBatchSize = 500, KeyOf = nameof(Customer.Id), Order = ResultOrder.Any, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<IReadOnlyList<Customer?>> BatchCustomerById(IReadOnlyList<int> ids, StoreDb db, CancellationToken cancellationToken)
        => await db.Customers.Where(customer => ids.Contains(customer.Id)).ToListAsync(cancellationToken);
}
