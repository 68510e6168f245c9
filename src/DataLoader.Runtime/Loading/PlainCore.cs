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
        int index = Table.Locate(key, hash, out Entry<TKey, TValue>[] entries);

        // No key, -1, is a large number when it is read without a sign.
        if ((uint)index < (uint)Table.Settled)
            return Hit(entries[index].Promise.Task);
        return FindOrAppend(key, key, hash, mayLeave, seen, index < 0 ? null : entries[index].Promise.Task);
    }
}
