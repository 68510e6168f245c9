namespace DataLoader;

/// <summary>Loads with an argument, of keys that may be null, such as a foreign key that a row need not have. The values are references.</summary>
/// <remarks>Every member is safe to call from any thread.</remarks>
public static class OptionalFamilyLoads
{
    /// <summary>Loads the value of a key with an argument, if there is a key. A null key asks nothing, allocates nothing, and gives null.</summary>
    /// <typeparam name="TKey">What a value is asked for by.</typeparam>
    /// <typeparam name="TArgument">What a batch is asked for with.</typeparam>
    /// <typeparam name="TValue">What comes back.</typeparam>
    /// <param name="family">The family.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="cancellationToken">This caller's token; a null key does not look at it.</param>
    /// <returns>What the load of the key returns; for a null key a task that is done.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="family"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">There is a key, and the scope of the family has been disposed.</exception>
    public static Task<TValue?> LoadOptionalAsync<TKey, TArgument, TValue>(
        this BatchLoaderFamily<TKey, TArgument, TValue> family, TKey? key, TArgument argument, CancellationToken cancellationToken = default)
        where TKey : struct
        where TValue : class?
    {
        ArgumentNullException.ThrowIfNull(family);
        return key is { } known ? family.With(argument).LoadOptionalAsync<TKey, TValue>(known, cancellationToken) : NoValue<TValue?>.Task;
    }

    /// <inheritdoc cref="LoadOptionalAsync{TKey, TArgument, TValue}(BatchLoaderFamily{TKey, TArgument, TValue}, TKey?, TArgument, CancellationToken)"/>
    public static Task<TValue?> LoadOptionalAsync<TKey, TArgument, TValue>(
        this BatchLoaderFamily<TKey, TArgument, TValue> family, TKey? key, TArgument argument, CancellationToken cancellationToken = default)
        where TKey : class
        where TValue : class?
    {
        ArgumentNullException.ThrowIfNull(family);
        return key is not null ? family.With(argument).LoadOptionalAsync<TKey, TValue>(key, cancellationToken) : NoValue<TValue?>.Task;
    }
}
