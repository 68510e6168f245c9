using System.Runtime.CompilerServices;
using DataLoader.Table;
using DataLoader.Threading;

namespace DataLoader.Batches;

/// <summary>A batch of keys that stand in a loader's table: the entries are the queue, nothing is copied.</summary>
internal abstract class TableBatch<TKey, TId, TValue>(
    BatchOwner<TKey, TValue> owner, Entry<TId, TValue>[] entries, int offset, int count, bool mayRepeatKeys, ExecutionContext? context)
    : KeyListBatch<TKey, TValue>(owner, offset, count, mayRepeatKeys, context), IBareBatch<TValue>
    where TKey : notnull
    where TId : notnull
{
    protected Entry<TId, TValue>[] Entries { get; } = entries;

    int IBareBatch<TValue>.Offset => Offset;

    /// <summary>Where a key stands in the table.</summary>
    public int PlaceOf(int index) => Offset + index;

    public int HashAt(int index) => Entries[Offset + index].Hash;

    void IBareBatch<TValue>.Give(int index, ref AsyncTaskMethodBuilder<TValue> promise)
    {
        if (IsSealed)
        {
            Complete(ref promise, index - Offset, Answer);
            return;
        }

        // Before there are two copies of the builder.
        Task<TValue> task = promise.Task;
        Entries[index].Give(promise);
        if (ListOf(index - Offset) is { CanLeave: true } list)
            Owner.NoteGiven(task, list, this);
    }

    internal sealed override bool IsBare(int index) => HasLists && Entries[Offset + index].IsBare;

    internal sealed override ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index) => ref Entries[Offset + index].Promise;

    internal sealed override int SlotOf(TKey key)
    {
        if (MayRepeatKeys)
            return base.SlotOf(key);

        // The table knows, unless the key was cleared meanwhile.
        int slot = IndexOf(key) - Offset;
        return (uint)slot < (uint)Count ? slot : base.SlotOf(key);
    }

    /// <summary>The index of a key among the entries, or -1.</summary>
    protected abstract int IndexOf(TKey key);

    private protected sealed override int CompleteValues(ref BatchCursor cursor, int from, TValue[] values, LoaderScope scope)
    {
        Span<Entry<TId, TValue>> slots = Entries.AsSpan(Offset, Count);
        int i = from;
        for (; i < slots.Length && i < values.Length && !scope.IsDisposed; i++)
        {
            if (!cursor.TryClaim(i))
                break;
            if (HasLists && (slots[i].IsBare || slots[i].Promise.Task.IsCompleted))
                continue;
            slots[i].Promise.SetResult(values[i]);
            if (Owner.HasOwnLoads)
                Owner.FinishOwnLoads(slots[i].Promise.Task);
        }

        return i;
    }
}
