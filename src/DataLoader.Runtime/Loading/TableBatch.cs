using System.Runtime.CompilerServices;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>A batch of keys that stand in a loader's table: the entries are the queue, nothing is copied.</summary>
internal sealed class TableBatch<TKey, TId, TValue>(
    TableCore<TKey, TId, TValue> core, Entry<TId, TValue>[] entries, int start, int count, TKey[]? originals, int firstOriginal, bool mayRepeatKeys,
    ExecutionContext? context)
    : Batch<TKey, TValue>(core, count, context)
    where TKey : notnull
    where TId : notnull
{
    internal override bool MayRepeatKeys => mayRepeatKeys;

    public int HashAt(int index) => entries[start + index].Hash;

    internal override TKey KeyAt(int index)
        => originals is null ? ((Entry<TKey, TValue>[])(object)entries)[start + index].Key : originals[firstOriginal + index];

    internal override ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index) => ref entries[start + index].Promise;

    internal override int SlotOf(TKey key)
    {
        if (mayRepeatKeys)
            return base.SlotOf(key);

        // The table knows, unless the key was cleared meanwhile.
        int slot = ((TableCore<TKey, TId, TValue>)Core).IndexIn(entries, key) - start;
        return (uint)slot < (uint)Count ? slot : base.SlotOf(key);
    }

    private protected override int CompleteValues(ref BatchCursor cursor, int from, TValue[] values, LoaderScope scope)
    {
        Span<Entry<TId, TValue>> slots = entries.AsSpan(start, Count);
        int i = from;
        for (; i < slots.Length && i < values.Length && !scope.IsDisposed; i++)
        {
            if (!cursor.TryClaim(i))
                break;
            slots[i].Promise.SetResult(values[i]);
        }

        return i;
    }

    private protected override IReadOnlyList<TKey> MakeKeys()
        => originals is null
            ? new TableKeys<TKey, TValue>((Entry<TKey, TValue>[])(object)entries, start, Count)
            : new ArrayKeys<TKey>(originals, firstOriginal, Count);
}
