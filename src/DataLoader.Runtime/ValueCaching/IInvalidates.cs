namespace DataLoader.ValueCaching;

/// <summary>A batch method with a value cache before it.</summary>
internal interface IInvalidates<TKey>
{
    /// <summary>Forgets keys in the value cache.</summary>
    /// <exception cref="ValueCacheException">It could not be told.</exception>
    ValueTask InvalidateAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);
}
