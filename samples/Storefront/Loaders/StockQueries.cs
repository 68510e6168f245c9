using DataLoader;
using Storefront.Reading;

namespace Storefront.Loaders;

/// <summary>Stock, by HTTP from the warehouse.</summary>
public static class StockQueries
{
    /// <summary>Loads stock levels by SKU; null where the warehouse does not know the product.</summary>
    [BatchLoader(MaxBatchSize = Warehouse.MostSkus, KeyOf = nameof(StockLevel.Sku), Order = ResultOrder.Any)]
    public static async Task<IReadOnlyList<StockLevel?>> BatchStockBySku(IReadOnlyList<string> skus, Warehouse warehouse, CancellationToken cancellationToken)
        => await warehouse.StockAsync(skus, cancellationToken);
}
