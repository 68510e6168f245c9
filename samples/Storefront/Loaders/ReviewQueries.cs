using DataLoader;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Loaders;

/// <summary>Reviews, by EF Core.</summary>
public static class ReviewQueries
{
    /// <summary>Loads the reviews of products.</summary>
    [BatchLoader(MaxBatchSize = 500, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, Review>> BatchReviewsByProduct(IReadOnlyList<int> productIds, StoreDb db, CancellationToken cancellationToken)
    {
        List<Review> reviews = await db.Reviews.Where(review => productIds.Contains(review.ProductId)).OrderBy(review => review.CustomerId).ToListAsync(cancellationToken);
        return reviews.ToLookup(review => review.ProductId);
    }
}
