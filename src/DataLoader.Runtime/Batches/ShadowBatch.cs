using System.Runtime.CompilerServices;

namespace DataLoader.Batches;

/// <summary>The keys of a batch backwards, for nobody's loads.</summary>
internal sealed class ShadowBatch<TKey, TValue>(BatchOwner<TKey, TValue> owner, TKey[] keys, bool mayRepeatKeys)
    : KeyListBatch<TKey, TValue>(owner, 0, keys.Length, mayRepeatKeys, context: null)
    where TKey : notnull
{
    private readonly AsyncTaskMethodBuilder<TValue>[] _promises = new AsyncTaskMethodBuilder<TValue>[keys.Length];

    public static ShadowBatch<TKey, TValue> Of(BatchOwner<TKey, TValue> owner, Batch<TKey, TValue> batch)
    {
        TKey[] keys = batch.CopyKeys();
        Array.Reverse(keys);
        return new ShadowBatch<TKey, TValue>(owner, keys, batch.MayRepeatKeys);
    }

    internal override TKey KeyAt(int index) => keys[index];

    internal override ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index) => ref _promises[index];
}
