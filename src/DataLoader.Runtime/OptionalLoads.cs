namespace DataLoader;

/// <summary>Loads of keys that may be null, such as a foreign key that a row need not have. The values are references.</summary>
/// <remarks>Every member is safe to call from any thread.</remarks>
public static class OptionalLoads
{
    /// <summary>Loads the value of a key, if there is a key. A null key asks nothing, allocates nothing, and gives null.</summary>
    /// <typeparam name="TKey">What a value is asked for by.</typeparam>
    /// <typeparam name="TValue">What comes back.</typeparam>
    /// <param name="loader">The loader.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="cancellationToken">This caller's token; a null key does not look at it.</param>
    /// <returns>What <see cref="IBatchLoader{TKey, TValue}.LoadAsync(TKey, CancellationToken)"/> returns for the key; for a null key a task that is done.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loader"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">There is a key, and the scope of the loader has been disposed.</exception>
    public static Task<TValue?> LoadOptionalAsync<TKey, TValue>(
        this IBatchLoader<TKey, TValue> loader, TKey? key, CancellationToken cancellationToken = default)
        where TKey : struct
        where TValue : class?
    {
        ArgumentNullException.ThrowIfNull(loader);
        return key is { } known ? Optional(loader.LoadAsync(known, cancellationToken)) : NoValue<TValue?>.Task;
    }

    /// <inheritdoc cref="LoadOptionalAsync{TKey, TValue}(IBatchLoader{TKey, TValue}, TKey?, CancellationToken)"/>
    public static Task<TValue?> LoadOptionalAsync<TKey, TValue>(
        this IBatchLoader<TKey, TValue> loader, TKey? key, CancellationToken cancellationToken = default)
        where TKey : class
        where TValue : class?
    {
        ArgumentNullException.ThrowIfNull(loader);
        return key is not null ? Optional(loader.LoadAsync(key, cancellationToken)) : NoValue<TValue?>.Task;
    }

    // The same type at run time: null or not is a matter of annotations for references.
    private static Task<TValue?> Optional<TValue>(Task<TValue> load)
        where TValue : class?
        => load!;
}
