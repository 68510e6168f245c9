namespace DataLoader.AspNetCore.Tests.Support;

/// <summary>A backend that counts its calls.</summary>
public sealed class Shop
{
    public const string Secret = "secret of the backend";

    private readonly List<int[]> _calls = [];

    public int[][] Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    public CancellationToken LastToken { get; private set; }

    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<IReadOnlyList<Item>> ItemsAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        lock (_calls)
            _calls.Add([.. ids]);
        LastToken = cancellationToken;
        Asked.TrySetResult();
        await Task.Yield();
        if (ids.Contains(404))
            throw new InvalidDataException(Secret);
        if (ids.Contains(1_000))
            await Task.Delay(Timeout.Infinite, cancellationToken);
        return [.. ids.Select(static id => new Item(id, $"item {id}"))];
    }
}

public sealed record Item(int Id, string Name);

public static class ItemQueries
{
    [BatchLoader(KeyOf = nameof(Item.Id), Order = ResultOrder.Any, MaxBatchSize = 500)]
    public static Task<IReadOnlyList<Item>> BatchItemById(IReadOnlyList<int> ids, Shop shop, CancellationToken cancellationToken)
        => shop.ItemsAsync(ids, cancellationToken);
}
