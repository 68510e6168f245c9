using System.Runtime.CompilerServices;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>A batch of keys that stand in a loader's table: the entries are the queue, nothing is copied.</summary>
internal class TableBatch<TKey, TId, TValue>(
    TableCore<TKey, TId, TValue> core, Entry<TId, TValue>[] entries, int first, int count, bool mayRepeatKeys, ExecutionContext? context)
    : Batch<TKey, TValue>(core, first, count, mayRepeatKeys, context)
    where TKey : notnull
    where TId : notnull
{
    public int HashAt(int index) => entries[First + index].Hash;

    internal override TKey KeyAt(int index) => Keyed[First + index].Key;

    internal sealed override ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index) => ref entries[First + index].Promise;

    internal sealed override int SlotOf(TKey key)
    {
        if (MayRepeatKeys)
            return base.SlotOf(key);

        // The table knows, unless the key was cleared meanwhile.
        int slot = ((TableCore<TKey, TId, TValue>)Core).IndexIn(entries, key) - First;
        return (uint)slot < (uint)Count ? slot : base.SlotOf(key);
    }

    private protected sealed override int CompleteValues(ref BatchCursor cursor, int from, TValue[] values, LoaderScope scope)
    {
        Span<Entry<TId, TValue>> slots = entries.AsSpan(First, Count);
        int i = from;
        for (; i < slots.Length && i < values.Length && !scope.IsDisposed; i++)
        {
            if (!cursor.TryClaim(i))
                break;
            slots[i].Promise.SetResult(values[i]);
        }

        return i;
    }

    private protected override IReadOnlyList<TKey> MakeKeys() => new TableKeys<TKey, TValue>(Keyed, First, Count);

    // Here a key is its own identity.
    private Entry<TKey, TValue>[] Keyed => (Entry<TKey, TValue>[])(object)entries;
}
