using DataLoader.Dispatch;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>A loader with a cache key: the table knows identities, the batch method gets the first key of each (rows B17-B20).</summary>
internal sealed class KeyedCore<TKey, TCacheKey, TValue>(
    BatchLoader<TKey, TCacheKey, TValue> owner, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TCacheKey>? comparer)
    : TableCore<TKey, TCacheKey, TValue>(owner, settings, scope, comparer)
    where TKey : notnull
    where TCacheKey : notnull
{
    private TKey[] _originals = [];
    private int _originalCount;

    public override IEqualityComparer<TKey> Identity => field ??= new CacheKeyComparer<TKey, TCacheKey, TValue>(owner, Table.Comparer);

    public override TCacheKey IdOf(TKey key) => owner.CacheKeyOf(key);

    public override Task<TValue> Load(TKey key, bool mayLeave)
    {
        TCacheKey id = IdOf(key);
        int hash = Table.HashOf(id);
        int seen = Table.Version;
        return FindOrAppend(key, id, hash, mayLeave, seen, Table.Find(id, hash));
    }

    protected override void KeepOriginal(TKey key)
    {
        if (_originalCount == _originals.Length)
            Array.Resize(ref _originals, Math.Max(4, _originalCount * 2));
        _originals[_originalCount++] = key;
    }

    protected override Batch<TKey, TValue> MakeBatch(int from, int count, ExecutionContext? context)
        => new KeyedBatch<TKey, TCacheKey, TValue>(
            this, Table.Entries, Table.SentCount + from, count, Table.HiddenWhilePending, context, _originals, from);

    protected override void Sent()
    {
        base.Sent();
        _originals = [];
        _originalCount = 0;
    }
}
