using DataLoader;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Loaders;

/// <summary>
/// Products, by EF Core. They are the same for everybody, so requests that ask at the same time share a call. Each call has a StoreDb of its own.
/// </summary>
public static class ProductQueries
{
    /// <summary>Loads products by id; null where there is none.</summary>
    [BatchLoader(MaxBatchSize = 500, KeyOf = nameof(Product.Id), Order = ResultOrder.Any, Sharing = BatchSharing.Process)]
    public static async Task<IReadOnlyList<Product?>> BatchProductById(IReadOnlyList<int> ids, StoreDb db, CancellationToken cancellationToken)
        => await db.Products.Where(product => ids.Contains(product.Id)).ToListAsync(cancellationToken);

    /// <summary>Loads the products of suppliers.</summary>
    [BatchLoader(MaxBatchSize = 500, Sharing = BatchSharing.Process)]
    public static async Task<ILookup<int, Product>> BatchProductsBySupplier(IReadOnlyList<int> supplierIds, StoreDb db, CancellationToken cancellationToken)
    {
        List<Product> products = await db.Products.Where(product => supplierIds.Contains(product.SupplierId)).OrderBy(product => product.Id).ToListAsync(cancellationToken);
        return products.ToLookup(product => product.SupplierId);
    }
}
