using System.Collections;

namespace DataLoader;

/// <summary>What a batch method has brought for a key that a value cache missed.</summary>
/// <typeparam name="TKey">What identifies a value.</typeparam>
/// <typeparam name="TValue">What the loader loads.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Entry">Its value, or that it has none.</param>
/// <param name="Ticket">The ticket of the look-up that missed the key.</param>
public readonly record struct CacheFill<TKey, TValue>(TKey Key, CacheEntry<TValue> Entry, object Ticket)
    where TKey : notnull
{
    /// <summary>Whether nothing was found: no value, or an empty list. Such an answer should be kept for a shorter time, or not at all.</summary>
    public bool IsNothing => Entry.State == CacheEntryState.Absent || Entry.Value is ICollection { Count: 0 };
}
