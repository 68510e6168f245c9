using DataLoader;

namespace Quickstart;

/// <summary>The question, answered twice: for every European country its neighbours and theirs, all with their currencies.</summary>
internal static class Answers
{
    private const int Levels = 3;

    /// <summary>One query for each thing that is asked for.</summary>
    public static async Task<Place[]> NaiveAsync(WorldDb db)
    {
        var explorer = new Explorer(
            async code => (await WorldQueries.BatchCountryByCode([code], db, default)).Single(),
            async code => [.. (await WorldQueries.BatchBordersByCode([code], db, default))[code]],
            async code => [.. (await WorldQueries.BatchCurrenciesByCode([code], db, default))[code]]);
        return await explorer.ExploreAsync(await WorldQueries.CodesOfRegion("Europe", db), Levels);
    }

    /// <summary>One query for all things that are asked for at the same time.</summary>
    public static async Task<Place[]> WithLoadersAsync(WorldDb db)
    {
        using var scope = new LoaderScope([LoaderObserver.KeepingReceipts]);
        var countries = new CountryByCodeLoader(db, scope);
        var borders = new BordersByCodeLoader(db, scope);
        var currencies = new CurrenciesByCodeLoader(db, scope);

        var explorer = new Explorer(countries.LoadAsync, borders.LoadAsync, currencies.LoadAsync);
        var europe = await WorldQueries.CodesOfRegion("Europe", db);
        var answer = await scope.RunAsync(() => explorer.ExploreAsync(europe, Levels));
        db.Waterfall = scope.Describe();
        return answer;
    }

    /// <summary>
    /// The mistake that <c>KeyOf</c> and <c>Order</c> prevent: this loader of countries takes the rows as the database sorts them, for the order of
    /// its keys. The counts agree, so nothing but a wrong answer shows it.
    /// </summary>
    public static async Task<Place[]> WithRowsOutOfOrderAsync(WorldDb db)
    {
        using var scope = new LoaderScope();
        var countries = BatchLoader.Create<string, Country>(
            (codes, cancellationToken) => WorldQueries.BatchCountryByCode(codes, db, cancellationToken), scope: scope);
        var borders = new BordersByCodeLoader(db, scope);
        var currencies = new CurrenciesByCodeLoader(db, scope);

        var explorer = new Explorer(countries.LoadAsync, borders.LoadAsync, currencies.LoadAsync);
        var europe = await WorldQueries.CodesOfRegion("Europe", db);
        return await scope.RunAsync(() => explorer.ExploreAsync(europe, Levels));
    }
}
