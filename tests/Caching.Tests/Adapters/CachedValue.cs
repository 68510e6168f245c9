namespace DataLoader.Caching.Tests.Adapters;

/// <summary>What is stored in place of a value, so that "there is none" can be told from "not stored".</summary>
public sealed record CachedValue<TValue>(bool IsAbsent, TValue? Value)
{
    public static CachedValue<TValue> Of(CacheEntry<TValue> entry)
        => entry.State == CacheEntryState.Value ? new(false, entry.Value) : new(true, default);

    public static CacheEntry<TValue> Entry(CachedValue<TValue>? stored, object ticket)
        => stored is null ? CacheEntry<TValue>.Missing(ticket) : stored.IsAbsent ? CacheEntry<TValue>.Absent : CacheEntry<TValue>.Hit(stored.Value!);
}
