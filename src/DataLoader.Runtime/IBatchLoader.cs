namespace DataLoader;

/// <summary>Loads values by key, many keys with one call. Every member is safe to call from any thread.</summary>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public interface IBatchLoader<TKey, TValue>
    where TKey : notnull
{
    /// <summary>The loader's name, for messages and telemetry.</summary>
    string Name { get; }

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.LoadAsync(TKey)"/>
    Task<TValue> LoadAsync(TKey key);

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.LoadAsync(TKey, CancellationToken)"/>
    Task<TValue> LoadAsync(TKey key, CancellationToken cancellationToken);

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.LoadManyAsync"/>
    Task<IReadOnlyList<TValue>> LoadManyAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.LoadManySettledAsync"/>
    Task<IReadOnlyList<LoadResult<TValue>>> LoadManySettledAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.Clear"/>
    IBatchLoader<TKey, TValue> Clear(TKey key);

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.ClearAll"/>
    IBatchLoader<TKey, TValue> ClearAll();

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.Prime(TKey, TValue)"/>
    IBatchLoader<TKey, TValue> Prime(TKey key, TValue value);

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.Prime(TKey, Task{TValue})"/>
    IBatchLoader<TKey, TValue> Prime(TKey key, Task<TValue> value);

    /// <inheritdoc cref="BatchLoader{TKey, TValue}.PrimeError"/>
    IBatchLoader<TKey, TValue> PrimeError(TKey key, Exception error);
}
