using DataLoader;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Loaders;
using Storefront.Reading;

namespace Storefront.Api;

/// <summary>A change, and then an answer that must see it.</summary>
public static class ReviewEndpoint
{
    private const int LongestText = 500;

    public sealed record Body(int Stars, string? Text);

    /// <summary>Writes what the signed-in customer thinks of a product, once or again, and returns the product's page.</summary>
    public static async Task<IResult> PutAsync(
        int id, Body body, CurrentCustomer me, StoreDb db, StoreViews views, ReviewsByProductLoader reviews, RatingByProductLoader ratings, ILogger<Rating> logger, CancellationToken cancellationToken)
    {
        if (me.Id is not { } customer)
            return StoreEndpoints.NotSignedIn();
        if (body.Stars is < 1 or > 5 || body.Text is not { Length: > 0 and <= LongestText })
            return StoreEndpoints.Problem(StatusCodes.Status400BadRequest, $"'stars' is a number from 1 to 5, 'text' has 1 to {LongestText} characters.");
        if (await views.ProductPageAsync(id) is null)
            return StoreEndpoints.OkOrNotFound<ProductPage>(null, "product", id);
        if (await views.CustomerAsync(customer) is null)
            return StoreEndpoints.NotSignedIn();

        var review = new Review(id, customer, body.Stars, body.Text, DateOnly.FromDateTime(DateTime.UtcNow));
        bool isNew = !await db.Reviews.AnyAsync(r => r.ProductId == id && r.CustomerId == customer, cancellationToken);
        db.Entry(review).State = isNew ? EntityState.Added : EntityState.Modified;
        await db.SaveChangesAsync(cancellationToken);

        // This request has read both before: without this it would answer with what it remembers.
        reviews.Clear(id);
        await ForgetAsync(ratings, id, logger);
        return StoreEndpoints.OkOrNotFound(await views.ProductPageAsync(id), "product", id);
    }

    // Where ratings are cached for all, they are told, though the client may have left.
    private static async Task ForgetAsync(RatingByProductLoader ratings, int id, ILogger logger)
    {
        try
        {
            await ratings.InvalidateAsync([id], CancellationToken.None);
        }
        catch (ValueCacheException error)
        {
            // The review is written; others may be shown the rating without it until its time is over.
            logger.LogWarning(error, "The rating of product {Product} is not invalidated.", id);
        }
    }
}
