using DataLoader;

namespace Quickstart;

/// <summary>A country as it stands in the database.</summary>
internal sealed record Country(string Code, string Name);

/// <summary>The batch queries. From each of them the generator makes a loader: CountryByCodeLoader, BordersByCodeLoader, CurrenciesByCodeLoader.</summary>
internal static class WorldQueries
{
    [BatchLoader(KeyOf = nameof(Country.Code), Order = ResultOrder.Any)]
    public static async Task<IReadOnlyList<Country>> BatchCountryByCode(
        IReadOnlyList<string> codes, WorldDb db, CancellationToken cancellationToken)
        => await db.QueryAsync(
            "select code, name from country where code in (select value from json_each(@keys))",
            codes, row => new Country(row.GetString(0), row.GetString(1)), cancellationToken);

    [BatchLoader]
    public static async Task<ILookup<string, string>> BatchBordersByCode(
        IReadOnlyList<string> codes, WorldDb db, CancellationToken cancellationToken)
        => (await db.QueryAsync(
            "select code, neighbour from border where code in (select value from json_each(@keys)) order by code, neighbour",
            codes, row => (Code: row.GetString(0), Neighbour: row.GetString(1)), cancellationToken))
            .ToLookup(row => row.Code, row => row.Neighbour);

    [BatchLoader]
    public static async Task<ILookup<string, string>> BatchCurrenciesByCode(
        IReadOnlyList<string> codes, WorldDb db, CancellationToken cancellationToken)
        => (await db.QueryAsync(
            "select code, currency from currency where code in (select value from json_each(@keys)) order by code, currency",
            codes, row => (Code: row.GetString(0), Currency: row.GetString(1)), cancellationToken))
            .ToLookup(row => row.Code, row => row.Currency);

    /// <summary>Where the question starts: the codes of all countries of a region.</summary>
    public static async Task<IReadOnlyList<string>> CodesOfRegion(string region, WorldDb db)
        => await db.QueryAsync(
            "select code from country where region in (select value from json_each(@keys)) order by name",
            [region], row => row.GetString(0), default);
}
