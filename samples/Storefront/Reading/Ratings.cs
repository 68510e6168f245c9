using System.Diagnostics;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Storefront.Data;
using Storefront.Telemetry;

namespace Storefront.Reading;

/// <summary>How a product is rated. Properties and no constructor, so that Dapper converts what each database calls a number.</summary>
public sealed record Rating
{
    public int ProductId { get; init; }

    public int Reviews { get; init; }

    public double Average { get; init; }
}

/// <summary>A query that is better written by hand.</summary>
public static class Ratings
{
    public static async Task<IReadOnlyList<Rating>> QueryAsync(StoreDb db, IReadOnlyList<int> productIds, CancellationToken cancellationToken)
    {
        // PostgreSQL takes the ids as one array. Elsewhere Dapper turns IN @ids into one parameter for each.
        string ids = db.Database.IsNpgsql() ? "= ANY (@ids)" : "IN @ids";
        string sql =
            $"""
            SELECT "ProductId", COUNT(*) AS "Reviews", CAST(AVG("Stars" * 1.0) AS double precision) AS "Average"
            FROM "Reviews" WHERE "ProductId" {ids} GROUP BY "ProductId"
            """;

        await db.Database.OpenConnectionAsync(cancellationToken);
        using Activity? span = StorefrontTelemetry.StartStatement(sql);
        return [.. await db.Database.GetDbConnection().QueryAsync<Rating>(new CommandDefinition(sql, new { ids = productIds.ToArray() }, cancellationToken: cancellationToken))];
    }
}
