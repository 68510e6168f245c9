using DataLoader.Batches;
using DataLoader.Loading;

namespace DataLoader;

/// <summary>
/// A loader that recognises its keys by a cache key: two keys with one cache key are loaded once, and the batch method receives the first of
/// them.
/// </summary>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TCacheKey">What identifies a value.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract class BatchLoader<TKey, TCacheKey, TValue> : BatchLoader<TKey, TValue>, ICacheKeys<TKey, TCacheKey>
    where TKey : notnull
    where TCacheKey : notnull
{
    /// <summary>Makes a loader.</summary>
    /// <param name="definition">What all loaders of this kind have in common.</param>
    /// <param name="scope">The request this loader belongs to; null gives it a scope of its own.</param>
    /// <param name="options">Settings that override the definition and the comparer.</param>
    /// <param name="keyComparer">Tells which cache keys are the same; null means the default comparer.</param>
    /// <exception cref="ArgumentException">The options hold both a comparer and a cache of the user's own.</exception>
    protected BatchLoader(
        BatchLoaderDefinition definition,
        LoaderScope? scope = null,
        BatchLoaderOptions<TCacheKey, TValue>? options = null,
        IEqualityComparer<TCacheKey>? keyComparer = null)
        : base(loader => MakeCore(
            loader, (BatchLoader<TKey, TCacheKey, TValue>)loader, BatchLoaderOptions<TCacheKey, TValue>.Settings(definition, options), scope, options, keyComparer))
    {
    }

    /// <summary>The identity of a key. Called once for each load, never when the cache is off; and once for each key of a batch where there is a value cache.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its identity, not null.</returns>
    protected abstract TCacheKey GetCacheKey(TKey key);

    TCacheKey ICacheKeys<TKey, TCacheKey>.Of(TKey key) => NotNull(GetCacheKey(key), Name);

    /// <summary>Makes what stands behind a loader of cache keys.</summary>
    internal static LoaderCore<TKey, TValue> MakeCore(
        IBatchMethod<TKey, TValue> method,
        ICacheKeys<TKey, TCacheKey> cacheKeys,
        LoaderSettings settings,
        LoaderScope? scope,
        BatchLoaderOptions<TCacheKey, TValue>? options,
        IEqualityComparer<TCacheKey>? keyComparer)
    {
        IEqualityComparer<TCacheKey>? comparer = options?.KeyComparer ?? keyComparer;
        if (options?.ValueCache is { } cache)
            method = MethodBehind(method, cache, settings.Name, cacheKeys.Of, comparer);
        if (!settings.Cache)
            return new UncachedCore<TKey, TValue>(method, settings, scope, null);
        return options?.CacheMap is { } map
            ? new UserCacheCore<TKey, TCacheKey, TValue>(
                method, settings, scope, map, cacheKeys.Of, new CacheKeyComparer<TKey, TCacheKey>(cacheKeys, comparer))
            : new CacheKeyCore<TKey, TCacheKey, TValue>(method, cacheKeys, settings, scope, comparer);
    }

    /// <summary>A cache key that identifies something.</summary>
    internal static TCacheKey NotNull(TCacheKey? cacheKey, string name)
        => cacheKey ?? throw new InvalidOperationException($"{name}: the cache key of a key is null. Return something that identifies the key.");
}
