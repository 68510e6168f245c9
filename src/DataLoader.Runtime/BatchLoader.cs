namespace DataLoader;

/// <summary>Makes loaders without the generator: for tests, scripts and lambdas.</summary>
public static class BatchLoader
{
    /// <summary>Makes a loader from a batch function that returns one value for each key, in the order of the keys.</summary>
    /// <typeparam name="TKey">What a value is asked for by.</typeparam>
    /// <typeparam name="TValue">What comes back. Nulls pass through: a function's type does not tell what it allows.</typeparam>
    /// <param name="batch">The batch function.</param>
    /// <param name="options">Settings.</param>
    /// <param name="scope">The request the loader belongs to; null gives it a scope of its own.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="batch"/> is null.</exception>
    public static BatchLoader<TKey, TValue> Create<TKey, TValue>(
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<TValue>>> batch,
        BatchLoaderOptions<TKey, TValue>? options = null,
        LoaderScope? scope = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new DelegateLoader<TKey, TValue>(batch, options, scope);
    }

    /// <summary>Makes a loader from a batch function that returns a value or an error for each key, in the order of the keys.</summary>
    /// <typeparam name="TKey">What a value is asked for by.</typeparam>
    /// <typeparam name="TValue">What comes back.</typeparam>
    /// <param name="batch">The batch function.</param>
    /// <param name="options">Settings.</param>
    /// <param name="scope">The request the loader belongs to; null gives it a scope of its own.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="batch"/> is null.</exception>
    public static BatchLoader<TKey, TValue> CreateSettled<TKey, TValue>(
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<LoadResult<TValue>>>> batch,
        BatchLoaderOptions<TKey, TValue>? options = null,
        LoaderScope? scope = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new SettledDelegateLoader<TKey, TValue>(batch, options, scope);
    }

    /// <summary>Makes a loader that recognises its keys by a cache key.</summary>
    /// <typeparam name="TKey">What a value is asked for by.</typeparam>
    /// <typeparam name="TCacheKey">What identifies a value.</typeparam>
    /// <typeparam name="TValue">What comes back.</typeparam>
    /// <param name="batch">The batch function; it receives the first key of each identity.</param>
    /// <param name="cacheKey">The identity of a key.</param>
    /// <param name="options">Settings; comparer and cache see the identities.</param>
    /// <param name="scope">The request the loader belongs to; null gives it a scope of its own.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="batch"/> or <paramref name="cacheKey"/> is null.</exception>
    public static BatchLoader<TKey, TValue> Create<TKey, TCacheKey, TValue>(
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<TValue>>> batch,
        Func<TKey, TCacheKey> cacheKey,
        BatchLoaderOptions<TCacheKey, TValue>? options = null,
        LoaderScope? scope = null)
        where TKey : notnull
        where TCacheKey : notnull
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(cacheKey);
        return new KeyedDelegateLoader<TKey, TCacheKey, TValue>(batch, cacheKey, options, scope);
    }
}
