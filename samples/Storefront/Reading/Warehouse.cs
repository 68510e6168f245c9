using System.Diagnostics;
using System.Text.Json;
using Storefront.Telemetry;

namespace Storefront.Reading;

/// <summary>How many of a product are there.</summary>
public sealed record StockLevel(string Sku, int Quantity);

/// <summary>The warehouse did not answer, or not in a way that we understand.</summary>
public sealed class WarehouseUnavailableException(Exception inner) : Exception("The warehouse is not available.", inner);

/// <summary>A typed client of the warehouse, which answers many SKUs at once.</summary>
public sealed class Warehouse(HttpClient http)
{
    /// <summary>The most SKUs that the warehouse takes in one request.</summary>
    public const int MostSkus = 200;

    public async Task<IReadOnlyList<StockLevel>> StockAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken)
    {
        using Activity? span = StorefrontTelemetry.StartHttp($"POST warehouse/stock ({skus.Count})");
        try
        {
            using HttpResponseMessage response = await http.PostAsJsonAsync("warehouse/stock", skus, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<List<StockLevel>>(cancellationToken) ?? [];
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw new WarehouseUnavailableException(error);
        }
    }
}
