using DataLoader;
using Microsoft.EntityFrameworkCore;
using ShopGraphQL.Data;

namespace ShopGraphQL.Loaders;

/// <summary>Products, who delivers them, and what people think of them.</summary>
public static class ProductQueries
{
    /// <summary>Loads products by id. One that does not exist is an error of the field that asked for it.</summary>
    [BatchLoader(KeyOf = nameof(Product.Id), Order = ResultOrder.Any, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<IReadOnlyList<Product>> BatchProductById(IReadOnlyList<int> ids, ShopDb db, CancellationToken cancellationToken)
        => await db.Products.Where(product => ids.Contains(product.Id)).ToListAsync(cancellationToken);

    /// <summary>Loads suppliers by id.</summary>
    [BatchLoader(KeyOf = nameof(Supplier.Id), Order = ResultOrder.Any, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<IReadOnlyList<Supplier>> BatchSupplierById(IReadOnlyList<int> ids, ShopDb db, CancellationToken cancellationToken)
        => await db.Suppliers.Where(supplier => ids.Contains(supplier.Id)).ToListAsync(cancellationToken);

    /// <summary>Loads the reviews of products.</summary>
    [BatchLoader(ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, Review>> BatchReviewsByProduct(IReadOnlyList<int> productIds, ShopDb db, CancellationToken cancellationToken)
    {
        List<Review> reviews = await db.Reviews.Where(review => productIds.Contains(review.ProductId)).OrderBy(review => review.Id).ToListAsync(cancellationToken);
        return reviews.ToLookup(review => review.ProductId);
    }
}
