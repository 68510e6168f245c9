using DataLoader.Loading;

namespace DataLoader;

/// <summary>
/// A family that recognises its keys by a cache key: under one argument, two keys with one cache key are loaded once, and the batch method receives the
/// first of them.
/// </summary>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TArgument">What a batch is asked for with.</typeparam>
/// <typeparam name="TCacheKey">What identifies a value under one argument.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract class BatchLoaderFamily<TKey, TArgument, TCacheKey, TValue> : BatchLoaderFamily<TKey, TArgument, TValue>, ICacheKeys<TKey, TCacheKey>
    where TKey : notnull
    where TCacheKey : notnull
{
    private readonly BatchLoaderOptions<TCacheKey, TValue>? _options;
    private readonly IEqualityComparer<TCacheKey>? _keyComparer;

    /// <summary>Makes a family.</summary>
    /// <param name="definition">What all families of this kind have in common. Its limit of batches at a time holds for all arguments together.</param>
    /// <param name="scope">The request this family belongs to; null gives it a scope of its own.</param>
    /// <param name="options">Settings that override the definition and the comparer.</param>
    /// <param name="keyComparer">Tells which cache keys are the same; null means the default comparer.</param>
    /// <exception cref="ArgumentException">The options hold a cache of the user's own, which could not tell one argument's values from another's.</exception>
    protected BatchLoaderFamily(
        BatchLoaderDefinition definition,
        LoaderScope? scope = null,
        BatchLoaderOptions<TCacheKey, TValue>? options = null,
        IEqualityComparer<TCacheKey>? keyComparer = null)
        : base(BatchLoaderOptions<TCacheKey, TValue>.Settings(definition, options), scope, options?.NotForArguments)
    {
        _options = options;
        _keyComparer = keyComparer;
    }

    /// <summary>The identity of a key. Called once for each load, never when the cache is off.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its identity, not null.</returns>
    protected abstract TCacheKey GetCacheKey(TKey key);

    TCacheKey ICacheKeys<TKey, TCacheKey>.Of(TKey key) => BatchLoader<TKey, TCacheKey, TValue>.NotNull(GetCacheKey(key), Name);

    internal override LoaderCore<TKey, TValue> MakeCore(BatchLoader<TKey, TValue> member)
        => BatchLoader<TKey, TCacheKey, TValue>.MakeCore(member, this, Settings, Scope, _options, _keyComparer);
}
