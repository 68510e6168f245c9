using DataLoader;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;

namespace Storefront.Loaders;

/// <summary>Which reviews of a product: the newest ones with more than so many stars. A record: loads with equal filters share a batch.</summary>
public sealed record ReviewFilter(int AboveStars, int First);

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

    /// <summary>
    /// Loads the newest reviews of products, so many of each. What is asked of one product is asked of all of them, and the database counts for each: EF
    /// Core makes a window function of the inner Take. The inner Contains keeps it from numbering the reviews of all products that there are.
    /// </summary>
    [BatchLoader(MaxBatchSize = 500, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<ILookup<int, Review>> BatchNewestReviewsByProduct(
        IReadOnlyList<int> productIds, [BatchArgument] ReviewFilter filter, StoreDb db, CancellationToken cancellationToken)
    {
        List<Review> reviews = await db.Products
            .Where(product => productIds.Contains(product.Id))
            .SelectMany(product => db.Reviews
                .Where(review => review.ProductId == product.Id && productIds.Contains(review.ProductId) && review.Stars > filter.AboveStars)
                .OrderByDescending(review => review.WrittenOn)
                .ThenBy(review => review.CustomerId)
                .Take(filter.First))
            .OrderByDescending(review => review.WrittenOn)
            .ThenBy(review => review.CustomerId)
            .ToListAsync(cancellationToken);
        return reviews.ToLookup(review => review.ProductId);
    }
}
