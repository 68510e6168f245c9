namespace DataLoader;

/// <summary>Loads of keys that may be null, such as a foreign key that a row need not have. The values are of a value type.</summary>
/// <remarks>Every member is safe to call from any thread.</remarks>
public static class OptionalValueLoads
{
    /// <summary>Loads the value of a key, if there is a key. A null key asks nothing, allocates nothing, and gives null.</summary>
    /// <typeparam name="TKey">What a value is asked for by.</typeparam>
    /// <typeparam name="TValue">What comes back.</typeparam>
    /// <param name="loader">The loader.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="cancellationToken">This caller's token; a null key does not look at it.</param>
    /// <returns>A task for the value, or for null when there is no key.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loader"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">There is a key, and the scope of the loader has been disposed.</exception>
    public static Task<TValue?> LoadOptionalAsync<TKey, TValue>(
        this IBatchLoader<TKey, TValue> loader, TKey? key, CancellationToken cancellationToken = default)
        where TKey : struct
        where TValue : struct
    {
        ArgumentNullException.ThrowIfNull(loader);
        return key is { } known ? Widen(loader.LoadAsync(known, cancellationToken)) : NoValue<TValue?>.Task;
    }

    /// <inheritdoc cref="LoadOptionalAsync{TKey, TValue}(IBatchLoader{TKey, TValue}, TKey?, CancellationToken)"/>
    public static Task<TValue?> LoadOptionalAsync<TKey, TValue>(
        this IBatchLoader<TKey, TValue> loader, TKey? key, CancellationToken cancellationToken = default)
        where TKey : class
        where TValue : struct
    {
        ArgumentNullException.ThrowIfNull(loader);
        return key is not null ? Widen(loader.LoadAsync(key, cancellationToken)) : NoValue<TValue?>.Task;
    }

    /// <inheritdoc cref="LoadOptionalAsync{TKey, TValue}(IBatchLoader{TKey, TValue}, TKey?, CancellationToken)"/>
    public static Task<TValue?> LoadOptionalAsync<TKey, TValue>(
        this IBatchLoader<TKey, TValue?> loader, TKey? key, CancellationToken cancellationToken = default)
        where TKey : struct
        where TValue : struct
    {
        ArgumentNullException.ThrowIfNull(loader);
        return key is { } known ? loader.LoadAsync(known, cancellationToken) : NoValue<TValue?>.Task;
    }

    /// <inheritdoc cref="LoadOptionalAsync{TKey, TValue}(IBatchLoader{TKey, TValue}, TKey?, CancellationToken)"/>
    public static Task<TValue?> LoadOptionalAsync<TKey, TValue>(
        this IBatchLoader<TKey, TValue?> loader, TKey? key, CancellationToken cancellationToken = default)
        where TKey : class
        where TValue : struct
    {
        ArgumentNullException.ThrowIfNull(loader);
        return key is not null ? loader.LoadAsync(key, cancellationToken) : NoValue<TValue?>.Task;
    }

    // Goes on in the call that completes the load, so that what the caller asks for next is in the same frame.
    private static async Task<TValue?> Widen<TValue>(Task<TValue> load)
        where TValue : struct
        => await load.ConfigureAwait(false);
}
