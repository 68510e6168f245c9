using ZiggyCreatures.Caching.Fusion;

namespace DataLoader.Caching.Tests.Adapters;

public sealed class FusionValueCache<TKey, TValue>(IFusionCache cache, Func<TKey, string> name, TimeSpan timeToLive) : IValueCache<TKey, TValue>
    where TKey : notnull
{
    public async ValueTask<IReadOnlyList<CacheEntry<TValue>>> GetManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => await Task.WhenAll(keys.Select(async key => CachedValue<TValue>.Entry(
            await cache.TryGetAsync<CachedValue<TValue>>(name(key), token: cancellationToken) is { HasValue: true } found ? found.Value : null, ticket: this)));

    public async ValueTask SetManyAsync(IReadOnlyList<CacheFill<TKey, TValue>> fills, CancellationToken cancellationToken)
        => await Task.WhenAll(fills.Select(fill
            => cache.SetAsync(name(fill.Key), CachedValue<TValue>.Of(fill.Entry), timeToLive, token: cancellationToken).AsTask()));

    public async ValueTask RemoveManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => await Task.WhenAll(keys.Select(key => cache.RemoveAsync(name(key), token: cancellationToken).AsTask()));
}
