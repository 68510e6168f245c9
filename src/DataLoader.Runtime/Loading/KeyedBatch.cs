using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>A batch whose table knows identities: the keys themselves stand beside it.</summary>
internal sealed class KeyedBatch<TKey, TId, TValue>(
    TableCore<TKey, TId, TValue> core, Entry<TId, TValue>[] entries, int first, int count, bool mayRepeatKeys, ExecutionContext? context,
    TKey[] originals, int firstOriginal)
    : TableBatch<TKey, TId, TValue>(core, entries, first, count, mayRepeatKeys, context)
    where TKey : notnull
    where TId : notnull
{
    internal override TKey KeyAt(int index) => originals[firstOriginal + index];
}
