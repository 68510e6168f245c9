using DataLoader.Batches;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>A loader with a cache key: the table knows identities, the batch method gets the first key of each (rows B17-B20).</summary>
internal sealed class CacheKeyCore<TKey, TCacheKey, TValue>(
    IBatchMethod<TKey, TValue> method,
    ICacheKeys<TKey, TCacheKey> cacheKeys,
    LoaderSettings settings,
    LoaderScope? scope,
    IEqualityComparer<TCacheKey>? comparer)
    : TableCore<TKey, TCacheKey, TValue>(method, settings, scope, comparer)
    where TKey : notnull
    where TCacheKey : notnull
{
    private TKey[] _originals = [];
    private int _originalCount;

    public override IEqualityComparer<TKey> Identity => field ??= new CacheKeyComparer<TKey, TCacheKey>(cacheKeys, Table.Comparer);

    public override TCacheKey IdOf(TKey key) => cacheKeys.Of(key);

    public override Task<TValue> Load(TKey key, bool canCancel)
    {
        TCacheKey id = IdOf(key);
        int hash = Table.HashOf(id);
        int versionBefore = Table.Version;
        return FindOrAppend(key, id, hash, canCancel, versionBefore, Find(id, hash));
    }

    protected override void KeepOriginal(TKey key)
    {
        Gate.AssertHeld();
        if (_originalCount == _originals.Length)
            Array.Resize(ref _originals, Math.Max(4, _originalCount * 2));
        _originals[_originalCount++] = key;
    }

    protected override TableBatch<TKey, TCacheKey, TValue> MakeTableBatch(int from, int count, ExecutionContext? context)
        => new KeyedBatch(this, Table.Entries, Table.SentCount + from, count, Table.HiddenWhilePending, context, _originals, from);

    protected override void PendingWereCut()
    {
        base.PendingWereCut();
        _originals = [];
        _originalCount = 0;
    }

    /// <summary>A batch whose table knows identities: the keys themselves stand beside it.</summary>
    private sealed class KeyedBatch(
        CacheKeyCore<TKey, TCacheKey, TValue> core,
        Entry<TCacheKey, TValue>[] entries,
        int offset,
        int count,
        bool mayRepeatKeys,
        ExecutionContext? context,
        TKey[] originals,
        int firstOriginal)
        : TableBatch<TKey, TCacheKey, TValue>(core, entries, offset, count, mayRepeatKeys, context)
    {
        internal override TKey KeyAt(int index) => originals[firstOriginal + index];

        protected override int IndexOf(TKey key) => ((CacheKeyCore<TKey, TCacheKey, TValue>)Owner).IndexIn(Entries, key);
    }
}
