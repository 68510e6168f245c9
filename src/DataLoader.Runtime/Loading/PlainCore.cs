namespace DataLoader.Loading;

/// <summary>The plain loader: a key is its own identity. This is the hot path.</summary>
internal sealed class PlainCore<TKey, TValue>(
    BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TKey>? comparer)
    : TableCore<TKey, TKey, TValue>(owner, settings, scope, comparer)
    where TKey : notnull
{
    public override IEqualityComparer<TKey>? Identity => Table.Comparer;

    protected override bool TakesKeysAsTheyAre => true;

    public override TKey IdOf(TKey key) => key;

    public override Task<TValue> Load(TKey key, bool mayLeave)
    {
        int hash = Table.HashOf(key);
        Task<TValue>? known = Table.Find(key, hash);
        return known is { IsCompleted: true } ? Hit(known) : FindOrAppend(key, key, hash, mayLeave);
    }
}
