using DataLoader;
using Storefront.Data;
using Storefront.Reading;

namespace Storefront.Loaders;

/// <summary>Ratings, by SQL of our own through Dapper.</summary>
public static class RatingQueries
{
    /// <summary>Loads the ratings of products; null where nobody has reviewed it.</summary>
    [BatchLoader(MaxBatchSize = 500, KeyOf = nameof(Rating.ProductId), Order = ResultOrder.Any, ServiceScope = BatchServiceScope.PerBatch)]
    public static async Task<IReadOnlyList<Rating?>> BatchRatingByProduct(IReadOnlyList<int> productIds, StoreDb db, CancellationToken cancellationToken)
        => await Ratings.QueryAsync(db, productIds, cancellationToken);
}
