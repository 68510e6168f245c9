using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>The plain loader: a key is its own identity. This is the hot path.</summary>
internal sealed class PlainCore<TKey, TValue>(
    BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TKey>? comparer)
    : TableCore<TKey, TKey, TValue>(owner, settings, scope, comparer, keepsOriginals: false)
    where TKey : notnull
{
    public override IEqualityComparer<TKey>? Identity => Table.Comparer;

    protected override bool TakesKeysAsTheyAre => true;

    public override TKey IdOf(TKey key) => key;

    public override Task<TValue> Load(TKey key, bool mayLeave)
    {
        int hash = Table.HashOf(key);
        int seen = Table.Version;
        Entry<TKey, TValue>[] entries = Table.Entries;
        int settled = Table.Settled;
        int index = Table.IndexOf(entries, key, hash);

        // No key, -1, is a large number when it is read without a sign.
        if ((uint)index < (uint)settled)
            return Hit(entries[index].Promise.Task);
        return FindOrAppend(key, key, hash, mayLeave, seen, index < 0 ? null : entries[index].Promise.Task);
    }
}
