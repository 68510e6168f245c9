using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <content>Keys that only lists have asked for: bare entries, which get a promise when somebody asks for one of them alone.</content>
internal abstract partial class TableCore<TKey, TId, TValue>
{
    // The lists with keys that wait. Guarded by the gate.
    private ListQueue<TValue> _lists;

    public sealed override void MakePromises(Batch<TKey, TValue> batch)
    {
        IBareBatch<TValue> bare = (TableBatch<TKey, TId, TValue>)batch;
        Gate.Enter();
        bool areInPlace = Table.KnowsPlacesOf(bare);
        for (int i = 0; i < batch.Count; i++)
        {
            if (!batch.IsBare(i))
                continue;
            AsyncTaskMethodBuilder<TValue> promise = default;
            bare.Give(bare.Offset + i, ref promise);
            if (areInPlace)
                Table.Give(bare.Offset + i, promise);
        }

        Gate.Exit();
    }

    /// <summary>The task of a key, pending or done, or null. Allocates nothing but the task of a key that only lists have asked for.</summary>
    protected Task<TValue>? Find(TId id, int hash)
    {
        Entry<TId, TValue>[] entries = Table.Entries;
        int index = Table.FindIndex(entries, id, hash);
        if (index < 0)
            return null;
        return entries[index].IsBare ? TaskOfBare(entries, index) ?? Find(id, hash) : entries[index].Promise.Task;
    }

    /// <summary>Gate held. As <see cref="MakeBatch"/>.</summary>
    protected abstract TableBatch<TKey, TId, TValue> MakeTableBatch(int from, int count, ExecutionContext? context);

    protected sealed override Batch<TKey, TValue> MakeBatch(int from, int count, ExecutionContext? context)
    {
        TableBatch<TKey, TId, TValue> batch = MakeTableBatch(from, count, context);
        if (_lists.First is null)
            return batch;
        batch.TakeLists(from, ref _lists);
        if (batch.HasLists)
            Table.AddBareBatch(batch);
        return batch;
    }

    /// <summary>The task of a bare entry that was found, which is made now. Null when it has moved, or was cleared.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected Task<TValue>? TaskOfBare(Entry<TId, TValue>[] entries, int index)
    {
        Gate.Enter();
        Task<TValue>? task = null;
        if (ReferenceEquals(entries, Table.Entries) && !entries[index].IsHidden)
        {
            task = entries[index].IsBare ? MakePromise(index) : entries[index].Promise.Task;
        }

        Gate.Exit();
        return task;
    }

    protected sealed override Task<TValue>? TaskOfPending(int index)
    {
        ref Entry<TId, TValue> entry = ref Table.Entries[Table.SentCount + index];
        return entry.IsBare ? null : entry.Promise.Task;
    }

    // Gate held.
    private Task<TValue> MakePromise(int index)
    {
        Table.MakePromise(index);
        Task<TValue> task = Table.Entries[index].Promise.Task;

        // The batch of one that was sent has seen to that.
        if (index >= Table.SentCount && _lists.Of(index - Table.SentCount) is { CanLeave: true } list)
            NoteGiven(task, list, batch: null);
        return task;
    }
}
