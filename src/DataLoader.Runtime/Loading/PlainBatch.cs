using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>A batch whose table knows the keys themselves.</summary>
internal sealed class PlainBatch<TKey, TValue>(
    TableCore<TKey, TKey, TValue> core, Entry<TKey, TValue>[] entries, int first, int count, bool mayRepeatKeys, ExecutionContext? context)
    : TableBatch<TKey, TKey, TValue>(core, entries, first, count, mayRepeatKeys, context)
    where TKey : notnull
{
    internal override TKey KeyAt(int index) => Entries[First + index].Key;
}
