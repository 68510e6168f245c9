using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Distributed;

namespace DataLoader.Caching.Tests.Adapters;

public sealed class DistributedValueCache<TKey, TValue>(
    IDistributedCache cache, Func<TKey, string> name, TimeSpan timeToLive, JsonTypeInfo<CachedValue<TValue>> json) : IValueCache<TKey, TValue>
    where TKey : notnull
{
    private readonly DistributedCacheEntryOptions _fill = new() { AbsoluteExpirationRelativeToNow = timeToLive };

    public async ValueTask<IReadOnlyList<CacheEntry<TValue>>> GetManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => await Task.WhenAll(keys.Select(async key
            => CachedValue<TValue>.Entry(Read(await cache.GetAsync(name(key), cancellationToken)), ticket: this)));

    public async ValueTask SetManyAsync(IReadOnlyList<CacheFill<TKey, TValue>> fills, CancellationToken cancellationToken)
        => await Task.WhenAll(fills.Select(fill
            => cache.SetAsync(name(fill.Key), JsonSerializer.SerializeToUtf8Bytes(CachedValue<TValue>.Of(fill.Entry), json), _fill, cancellationToken)));

    public async ValueTask RemoveManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => await Task.WhenAll(keys.Select(key => cache.RemoveAsync(name(key), cancellationToken)));

    private CachedValue<TValue>? Read(byte[]? stored) => stored is null ? null : JsonSerializer.Deserialize(stored, json);
}
