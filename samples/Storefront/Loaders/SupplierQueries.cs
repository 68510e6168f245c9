using DataLoader;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Loaders;

/// <summary>Suppliers, by EF Core: the same for everybody, as products are.</summary>
public static class SupplierQueries
{
    /// <summary>Loads suppliers by id; null where there is none.</summary>
    [BatchLoader(MaxBatchSize = 500, KeyOf = nameof(Supplier.Id), Order = ResultOrder.Any, Sharing = BatchSharing.Process)]
    public static async Task<IReadOnlyList<Supplier?>> BatchSupplierById(IReadOnlyList<int> ids, StoreDb db, CancellationToken cancellationToken)
        => await db.Suppliers.Where(supplier => ids.Contains(supplier.Id)).ToListAsync(cancellationToken);
}
