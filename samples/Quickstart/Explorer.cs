namespace Quickstart;

/// <summary>A country of the answer, and the countries around it.</summary>
internal sealed record Place(string Name, IReadOnlyList<string> Currencies, IReadOnlyList<Place> Neighbours);

/// <summary>
/// Answers the question one country at a time, as resolvers and services do. It does not know where the answers to its three small questions come
/// from: the naive run hands it single queries, the other run hands it loaders.
/// </summary>
internal sealed class Explorer(
    Func<string, Task<Country>> country,
    Func<string, Task<IReadOnlyList<string>>> borders,
    Func<string, Task<IReadOnlyList<string>>> currencies)
{
    public Task<Place[]> ExploreAsync(IEnumerable<string> codes, int levels)
        => Task.WhenAll(codes.Select(code => ExploreAsync(code, levels)));

    private async Task<Place> ExploreAsync(string code, int levels)
    {
        var here = country(code);
        var money = currencies(code);
        var around = levels == 1 ? [] : await ExploreAsync(await borders(code), levels - 1);
        return new Place((await here).Name, await money, around);
    }
}
