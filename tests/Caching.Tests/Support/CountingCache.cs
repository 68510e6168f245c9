namespace DataLoader.Caching.Tests;

/// <summary>Counts what a cache gives out in time.</summary>
internal sealed class CountingCache(IValueCache<int, Rating> cache) : IValueCache<int, Rating>
{
    private int _hits;

    public int Hits => Volatile.Read(ref _hits);

    public async ValueTask<IReadOnlyList<CacheEntry<Rating>>> GetManyAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
    {
        IReadOnlyList<CacheEntry<Rating>> entries = await cache.GetManyAsync(keys, cancellationToken);
        if (!cancellationToken.IsCancellationRequested)
            Interlocked.Add(ref _hits, entries.Count(static entry => entry.State == CacheEntryState.Value));
        return entries;
    }

    public ValueTask SetManyAsync(IReadOnlyList<CacheFill<int, Rating>> fills, CancellationToken cancellationToken) => cache.SetManyAsync(fills, cancellationToken);

    public ValueTask RemoveManyAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) => cache.RemoveManyAsync(keys, cancellationToken);
}
