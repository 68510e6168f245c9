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
    /// <param name="options">Settings that override the definition.</param>
    /// <exception cref="ArgumentException">The options hold both a comparer and a cache of the user's own.</exception>
    protected BatchLoader(BatchLoaderDefinition definition, LoaderScope? scope = null, BatchLoaderOptions<TCacheKey, TValue>? options = null)
        : this(BatchLoaderOptions<TCacheKey, TValue>.Settings(definition, options), scope, options)
    {
    }

    /// <summary>For a loader whose settings are known: one of a family.</summary>
    private protected BatchLoader(LoaderSettings settings, LoaderScope? scope, BatchLoaderOptions<TCacheKey, TValue>? options)
        : base(loader => MakeCore((BatchLoader<TKey, TCacheKey, TValue>)loader, settings, scope, options))
    {
    }

    /// <summary>The identity of a key. Called once for each load, never when the cache is off.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its identity, not null.</returns>
    protected abstract TCacheKey GetCacheKey(TKey key);

    TCacheKey ICacheKeys<TKey, TCacheKey>.Of(TKey key)
        => GetCacheKey(key)
            ?? throw new InvalidOperationException($"{Name}: the cache key of a key is null. Return something that identifies the key.");

    private static LoaderCore<TKey, TValue> MakeCore(
        BatchLoader<TKey, TCacheKey, TValue> loader,
        LoaderSettings settings,
        LoaderScope? scope,
        BatchLoaderOptions<TCacheKey, TValue>? options)
    {
        if (!settings.Cache)
            return new UncachedCore<TKey, TValue>(loader, settings, scope, null);
        if (options?.CacheMap is not { } cache)
            return new CacheKeyCore<TKey, TCacheKey, TValue>(loader, loader, settings, scope, options?.KeyComparer);

        ICacheKeys<TKey, TCacheKey> cacheKeys = loader;
        return new UserCacheCore<TKey, TCacheKey, TValue>(
            loader, settings, scope, cache, cacheKeys.Of, new CacheKeyComparer<TKey, TCacheKey>(cacheKeys, null));
    }
}
