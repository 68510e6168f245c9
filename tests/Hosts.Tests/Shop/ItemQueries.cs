namespace DataLoader.Hosts.Tests;

public sealed record Item(int Id, int OwnerId);

public sealed record Owner(int Id, int RegionId);

/// <summary>Items of 7 owners in 3 regions.</summary>
public static class ItemQueries
{
    [BatchLoader(KeyOf = nameof(Item.Id))]
    public static Task<IReadOnlyList<Item>> BatchItemById(IReadOnlyList<int> ids, Backend backend, CancellationToken cancellationToken)
        => backend.AskAsync("items", ids, id => new Item(id, id % 7), cancellationToken);

    [BatchLoader(KeyOf = nameof(Owner.Id))]
    public static Task<IReadOnlyList<Owner>> BatchOwnerById(IReadOnlyList<int> ids, Backend backend, CancellationToken cancellationToken)
        => backend.AskAsync("owners", ids, id => new Owner(id, id % 3), cancellationToken);

    [BatchLoader]
    public static Task<IReadOnlyList<string>> BatchRegionById(IReadOnlyList<int> ids, Backend backend, CancellationToken cancellationToken)
        => backend.AskAsync("regions", ids, id => $"region {id}", cancellationToken);
}
