namespace DataLoader;

/// <summary>
/// A family that recognises its keys by a cache key: under one argument, two keys with one cache key are loaded once, and the batch method receives the
/// first of them.
/// </summary>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TArgument">What a batch is asked for with.</typeparam>
/// <typeparam name="TCacheKey">What identifies a value under one argument.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract class BatchLoaderFamily<TKey, TArgument, TCacheKey, TValue> : BatchLoaderFamily<TKey, TArgument, TValue>
    where TKey : notnull
    where TCacheKey : notnull
{
    private readonly BatchLoaderOptions<TCacheKey, TValue>? _options;

    /// <summary>Makes a family.</summary>
    /// <param name="definition">What all families of this kind have in common. Its limit of batches at a time holds for all arguments together.</param>
    /// <param name="scope">The request this family belongs to; null gives it a scope of its own.</param>
    /// <param name="options">Settings that override the definition.</param>
    /// <exception cref="ArgumentException">The options hold a cache of the user's own, which could not tell one argument's values from another's.</exception>
    protected BatchLoaderFamily(BatchLoaderDefinition definition, LoaderScope? scope = null, BatchLoaderOptions<TCacheKey, TValue>? options = null)
        : base(BatchLoaderOptions<TCacheKey, TValue>.Settings(definition, options), scope, hasCacheMap: options?.CacheMap is not null)
        => _options = options;

    /// <summary>The identity of a key. Called once for each load, never when the cache is off.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its identity, not null.</returns>
    protected abstract TCacheKey GetCacheKey(TKey key);

    private protected override BatchLoader<TKey, TValue> MakeMember(TArgument argument) => new Member(this, argument);

    private sealed class Member(BatchLoaderFamily<TKey, TArgument, TCacheKey, TValue> family, TArgument argument)
        : BatchLoader<TKey, TCacheKey, TValue>(family.Settings, family.Scope, family._options)
    {
        protected override TCacheKey GetCacheKey(TKey key) => family.GetCacheKey(key);

        protected override Task LoadBatchAsync(Batch<TKey, TValue> batch) => family.CallBatchMethod(argument, batch);
    }
}
