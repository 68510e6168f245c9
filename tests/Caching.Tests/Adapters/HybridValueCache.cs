using Microsoft.Extensions.Caching.Hybrid;

namespace DataLoader.Caching.Tests.Adapters;

public sealed class HybridValueCache<TKey, TValue>(HybridCache cache, Func<TKey, string> name, TimeSpan timeToLive) : IValueCache<TKey, TValue>
    where TKey : notnull
{
    // HybridCache has no "get": this is a creation that may not create. A flag that is set in the factory would be another caller's.
    private static readonly HybridCacheEntryOptions LookUp = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    private readonly HybridCacheEntryOptions _fill = new() { Expiration = timeToLive, LocalCacheExpiration = timeToLive };

    public async ValueTask<IReadOnlyList<CacheEntry<TValue>>> GetManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => await Task.WhenAll(keys.Select(async key => CachedValue<TValue>.Entry(
            await cache.GetOrCreateAsync<CachedValue<TValue>?>(name(key), static _ => default, LookUp, cancellationToken: cancellationToken), ticket: this)));

    public async ValueTask SetManyAsync(IReadOnlyList<CacheFill<TKey, TValue>> fills, CancellationToken cancellationToken)
        => await Task.WhenAll(fills.Select(fill
            => cache.SetAsync(name(fill.Key), CachedValue<TValue>.Of(fill.Entry), _fill, cancellationToken: cancellationToken).AsTask()));

    public ValueTask RemoveManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => cache.RemoveAsync(keys.Select(name), cancellationToken);
}
