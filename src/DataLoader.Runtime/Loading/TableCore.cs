using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>A loader that remembers in the built-in table. <typeparamref name="TId"/> is what identifies a key there.</summary>
internal abstract class TableCore<TKey, TId, TValue> : LoaderCore<TKey, TValue>
    where TKey : notnull
    where TId : notnull
{
    /// <summary>The keys and their tasks. Written under the gate.</summary>
    protected KeyTable<TId, TValue> Table;

    protected TableCore(BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TId>? comparer)
        : base(owner, settings, scope)
        => Table = new(comparer, tellsHits: Telemetry is not null);

    public override int PendingCount => Table.PendingCount;

    /// <summary>Whether keys may be compared under the gate.</summary>
    protected bool ComparesWithoutUserCode => Table.Comparer is null && KeyEquality<TId>.IsBuiltIn;

    /// <summary>The index of a key among a batch's entries, or -1.</summary>
    public int IndexIn(Entry<TId, TValue>[] entries, TKey key)
    {
        TId id = IdOf(key);
        return Table.FindIndex(entries, id, Table.HashOf(id));
    }

    /// <summary>What identifies a key in the table. May be code of the user's: never under the gate.</summary>
    public abstract TId IdOf(TKey key);

    public override void LoadMany(TKey[] keys, Task<TValue>[] tasks, bool mayLeave)
    {
        if (AnswerOfEndedScope() is { } ended)
        {
            Array.Fill(tasks, ended);
            return;
        }

        // All of the user's code first: if it throws, nothing was enqueued (row U10).
        TId[] ids = IdsOf(keys);
        var hashes = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++)
            hashes[i] = Table.HashOf(ids[i]);
        int[]? firsts = ComparesWithoutUserCode ? null : FirstsOf(ids);

        bool first;
        int appended;
        int seen;
        do
        {
            seen = Table.Version;
            if (!TryFindKnown(ids, hashes, tasks, mayLeave))
                return;
        }
        while (!TryAppendUnknown(keys, ids, hashes, tasks, firsts, seen, mayLeave, out first, out appended));

        Announce(first);
        Telemetry?.Miss(appended);
    }

    public override void Clear(TKey key)
    {
        TId id = IdOf(key);
        int hash = Table.HashOf(id);
        bool hidden;
        do
        {
            Entry<TId, TValue>[] entries = Table.Entries;
            int index = Table.FindIndex(entries, id, hash);
            if (index < 0)
                break;
            Gate.Enter();
            hidden = Table.TryHide(entries, index);
            Gate.Exit();
        }
        while (!hidden);

        Table.RemovePrimed(id);
    }

    public override void ClearAll()
    {
        Gate.Enter();
        Table.Clear();
        Gate.Exit();
    }

    public override void Prime(TKey key, Task<TValue> task)
    {
        TId id = IdOf(key);
        int hash = Table.HashOf(id);
        if (Table.Find(id, hash) is not null)
            return;

        // Whoever finds the task of another prime sees it through: what is primed for the key must be there when this returns.
        PrimedTask<TValue> primed = Table.Primed.GetOrAdd(id, new PrimedTask<TValue>(task));
        while (!primed.IsConfirmed)
        {
            int seen = Table.Version;
            if (Table.Find(id, hash) is not null)
            {
                // A load was quicker; what it brings wins (row C6).
                Table.Primed.TryRemove(new KeyValuePair<TId, PrimedTask<TValue>>(id, primed));
                return;
            }

            Gate.Enter();
            if (Table.Version == seen)
                Table.Confirm(primed);
            Gate.Exit();
        }
    }

    public override void Evict(Batch<TKey, TValue> batch)
    {
        Gate.Enter();
        HideAll(batch);
        Gate.Exit();
    }

    protected override void HideAll(Batch<TKey, TValue> batch)
    {
        var entries = (TableBatch<TKey, TId, TValue>)batch;
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.FailsWithBatch(i))
                Table.Hide(entries.HashAt(i), batch.PromiseAt(i).Task);
        }
    }

    protected override void AllSettled() => Table.Settle();

    protected override void Forget() => Table.Clear();

    protected override void Sent()
    {
        if (Table.SentCount == 0)
            Settings.Capacity?.Observe(Table.PendingCount);
        Table.Send();
    }

    /// <summary>Gate held. Keeps a key beside its identity.</summary>
    protected virtual void KeepOriginal(TKey key)
    {
    }

    /// <summary>The task of a key that is not known to be done.</summary>
    /// <param name="key">The key.</param>
    /// <param name="id">Its identity.</param>
    /// <param name="hash">The identity's hash.</param>
    /// <param name="mayLeave">Whether the caller may leave.</param>
    /// <param name="seen">The version of the table before it was searched.</param>
    /// <param name="known">What was found then.</param>
    /// <returns>The task.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected Task<TValue> FindOrAppend(TKey key, TId id, int hash, bool mayLeave, int seen, Task<TValue>? known)
    {
        AsyncTaskMethodBuilder<TValue> promise = default;
        while (true)
        {
            if (known is not null)
            {
                if (MayTake(id, hash, known, mayLeave))
                    return Hit(known);
            }
            else
            {
                if (AnswerOfEndedScope() is { } ended)
                    return ended;
                if (Table.FindPrimed(id) is { } primed)
                    return Hit(primed);
                Task<TValue> task = promise.Task;
                if (TryAppend(key, id, hash, promise, mayLeave, seen))
                    return task;
            }

            seen = Table.Version;
            known = Table.Find(id, hash);
        }
    }

    // A pending task must be joined. One that was cancelled since it was found may have been given up by its callers: then it is gone from the
    // table, and the load starts afresh.
    private bool MayTake(TId id, int hash, Task<TValue> known, bool mayLeave)
    {
        if (!known.IsCompleted)
            return TryJoin(known, mayLeave);
        return !known.IsCanceled || ReferenceEquals(Table.Find(id, hash) ?? Table.FindPrimed(id), known);
    }

    // False when this key may have been added since the table was searched: at once if the key can not be compared under the gate.
    private bool TryAppend(TKey key, TId id, int hash, AsyncTaskMethodBuilder<TValue> promise, bool mayLeave, int seen)
    {
        Gate.Enter();
        if (Table.Version != seen && (!ComparesWithoutUserCode || (Table.Find(id, hash) ?? Table.FindPrimed(id)) is not null))
        {
            Gate.Exit();
            return false;
        }

        NoteCaller(promise.Task, mayLeave);
        MakeRoom();
        Table.Append(id, hash, promise);
        if (!TakesKeysAsTheyAre)
            KeepOriginal(key);
        bool first = Appended(Table.PendingCount);
        Gate.Exit();
        Announce(first);
        Telemetry?.Miss();
        return true;
    }

    // Gate held.
    private void MakeRoom()
    {
        if (Table.IsFull)
            Table.Grow(Settings.Capacity?.Next() ?? 0);
    }

    private TId[] IdsOf(TKey[] keys)
    {
        if (keys is TId[] same && TakesKeysAsTheyAre)
            return same;
        var ids = new TId[keys.Length];
        for (int i = 0; i < keys.Length; i++)
            ids[i] = IdOf(keys[i]);
        return ids;
    }

    /// <summary>Whether a key is its own identity.</summary>
    protected virtual bool TakesKeysAsTheyAre => false;

    // For each key, where it stands first in the list.
    private int[] FirstsOf(TId[] ids)
    {
        var firsts = new int[ids.Length];
        var seen = new Dictionary<TId, int>(ids.Length, Table.Comparer);
        for (int i = 0; i < ids.Length; i++)
        {
            seen.TryAdd(ids[i], i);
            firsts[i] = seen[ids[i]];
        }

        return firsts;
    }

    private bool TryFindKnown(TId[] ids, int[] hashes, Task<TValue>[] tasks, bool mayLeave)
    {
        try
        {
            return FindKnown(ids, hashes, tasks, mayLeave);
        }
        catch when (mayLeave)
        {
            // A comparer of the user's threw half-way: the keys that this caller has joined must not wait for him.
            Leave([.. tasks.Where(static task => task is not null)]);
            throw;
        }
    }

    // Fills in the tasks that are there. False when all are.
    private bool FindKnown(TId[] ids, int[] hashes, Task<TValue>[] tasks, bool mayLeave)
    {
        bool unknown = false;
        for (int i = 0; i < ids.Length; i++)
        {
            if (tasks[i] is not null)
                continue;
            Task<TValue>? known = Table.Find(ids[i], hashes[i]) ?? Table.FindPrimed(ids[i]);
            if (known is not null && MayTake(ids[i], hashes[i], known, mayLeave))
                tasks[i] = Hit(known);
            else
                unknown = true;
        }

        return unknown;
    }

    // Appends all keys that have no task yet under one gate: they are one batch without any frame.
    private bool TryAppendUnknown(
        TKey[] keys, TId[] ids, int[] hashes, Task<TValue>[] tasks, int[]? firsts, int seen, bool mayLeave, out bool first, out int appended)
    {
        first = false;
        appended = 0;
        Gate.Enter();
        if (Table.Version != seen)
        {
            Gate.Exit();
            return false;
        }

        for (int i = 0; i < keys.Length; i++)
        {
            if (tasks[i] is not null)
                continue;

            Task<TValue>? earlier = firsts is null ? Table.Find(ids[i], hashes[i]) : firsts[i] < i ? tasks[firsts[i]] : null;
            if (earlier is not null)
            {
                tasks[i] = earlier;
                if (mayLeave)
                    JoinWithGate(earlier);
                continue;
            }

            AsyncTaskMethodBuilder<TValue> promise = default;
            tasks[i] = promise.Task;
            NoteCaller(tasks[i], mayLeave);
            MakeRoom();
            Table.Append(ids[i], hashes[i], promise);
            if (!TakesKeysAsTheyAre)
                KeepOriginal(keys[i]);
            appended++;
            first |= Appended(Table.PendingCount);
        }

        Gate.Exit();
        return true;
    }
}
