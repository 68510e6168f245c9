namespace DataLoader;

/// <summary>
/// Values by key that outlive a request and may be shared by processes: what a <c>ValueCache</c> stands on. Asked once for each batch.
/// </summary>
/// <remarks>
/// All members are called from any thread, and several at a time. None may block its thread. A value that is given out must not be the instance that was
/// stored, unless nobody can change it.
/// </remarks>
/// <typeparam name="TKey">What identifies a value: the loader's key, or its cache key where it has one.</typeparam>
/// <typeparam name="TValue">What the loader loads.</typeparam>
public interface IValueCache<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Looks keys up. May be slow and may throw: then all keys are misses.</summary>
    /// <param name="keys">The keys, each once.</param>
    /// <param name="cancellationToken">Fires when nobody waits for the answer any more.</param>
    /// <returns>One entry for each key, in the order of the keys.</returns>
    ValueTask<IReadOnlyList<CacheEntry<TValue>>> GetManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <summary>Stores what its ticket still allows, and silently nothing else. May throw: then nothing need be stored.</summary>
    /// <param name="fills">What to store.</param>
    /// <param name="cancellationToken">A token.</param>
    /// <returns>A task that is done when it is stored.</returns>
    ValueTask SetManyAsync(IReadOnlyList<CacheFill<TKey, TValue>> fills, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets keys and voids their tickets. Once the returned task is done, no value that was read before it is given out or stored. Throws when that cannot be
    /// promised.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that is done when the keys are forgotten.</returns>
    ValueTask RemoveManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);
}
