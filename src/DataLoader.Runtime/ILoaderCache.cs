using System.Diagnostics.CodeAnalysis;

namespace DataLoader;

/// <summary>
/// A cache of the user's own for a loader's tasks, for example a bounded one. A loader calls it one call at a time; a map shared by several
/// loaders must be safe for several threads itself.
/// </summary>
/// <remarks>
/// A map that loaders of several requests share is shared with all that belongs to a request: a load that finds the pending task of another request ends as
/// that does, cancelled when its callers leave or disposed with its scope. Let such a map give out only tasks that are done, or share values instead of
/// tasks.
/// </remarks>
/// <typeparam name="TKey">The key that identifies a value: the loader's key, or its cache key where it has one.</typeparam>
/// <typeparam name="TValue">What the loader loads.</typeparam>
public interface ILoaderCache<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Gets the task stored for a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="task">The stored task, when there is one.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGet(TKey key, [MaybeNullWhen(false)] out Task<TValue> task);

    /// <summary>Stores a task unless there is one for the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="task">The task.</param>
    /// <returns>False when the key has a task already; the loader then takes that one and asks for nothing.</returns>
    bool TryAdd(TKey key, Task<TValue> task);

    /// <summary>Removes whatever is stored for a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether something was removed.</returns>
    bool Remove(TKey key);

    /// <summary>Removes a task, but only if it is still the one stored for the key: a batch that fails must not remove a newer entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">The task to remove.</param>
    /// <returns>Whether it was removed.</returns>
    bool Remove(TKey key, Task<TValue> expected);

    /// <summary>Removes everything.</summary>
    void Clear();
}
