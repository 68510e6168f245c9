using Storefront.Reading;

namespace Storefront.Api;

/// <summary>
/// The warehouse: another service in real life, in the same process here so that the sample runs by itself. It knows nothing of the database.
/// </summary>
public static class WarehouseEndpoint
{
    public static void MapWarehouse(this IEndpointRouteBuilder app)
        => app.MapPost("/warehouse/stock", (string?[] skus) => skus.Length <= Warehouse.MostSkus && !skus.Contains(null)
            ? Results.Ok(skus.OfType<string>().Distinct().Select(sku => new StockLevel(sku, QuantityOf(sku))))
            : StoreEndpoints.Problem(StatusCodes.Status400BadRequest, $"Send a list of SKUs, {Warehouse.MostSkus} at most."));

    // The same number for the same SKU, always; string.GetHashCode differs from process to process.
    private static int QuantityOf(string sku) => sku.Aggregate(17, (hash, character) => (hash * 31 + character) & 0xFFFF) % 120;
}
