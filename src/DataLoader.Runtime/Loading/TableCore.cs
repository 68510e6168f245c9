using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Joining;
using DataLoader.Table;
using DataLoader.Threading;

namespace DataLoader.Loading;

/// <summary>A loader that remembers in the built-in table. <typeparamref name="TId"/> is what identifies a key there.</summary>
internal abstract partial class TableCore<TKey, TId, TValue> : LoaderCore<TKey, TValue>
    where TKey : notnull
    where TId : notnull
{
    // Tasks that this loader does not complete. What stands beside them lives as long as they do: it must not be the loader.
    private ConditionalWeakTable<Task<TValue>, string>? _primedWhilePending;

    /// <summary>The keys and their tasks. Written under the gate.</summary>
    protected KeyTable<TId, TValue> Table;

    protected TableCore(IBatchMethod<TKey, TValue> method, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TId>? comparer)
        : base(method, settings, scope)
        => Table = new(comparer);

    public override int PendingCount => Table.PendingCount;

    /// <summary>Whether a key is its own identity.</summary>
    protected virtual bool TakesKeysAsTheyAre => false;

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

    // A task that was primed is completed by somebody else.
    public override bool TryAttach(Task<TValue> load, OwnLoad<TValue> own)
        => !(Volatile.Read(ref _primedWhilePending)?.TryGetValue(load, out _) ?? false) && base.TryAttach(load, own);

    public override void Prime(TKey key, Task<TValue> task)
    {
        TId id = IdOf(key);
        int hash = Table.HashOf(id);
        if (Table.FindIndex(Table.Entries, id, hash) >= 0)
            return;
        PrimedTask<TValue> mine = new(task);
        if (!task.IsCompleted)
        {
            LazyInitializer.EnsureInitialized(ref _primedWhilePending).AddOrUpdate(task, "");
            mine.Forget = () => Table.RemovePrimed(id, mine);
            ForgetIfItFails(task, new(mine));
        }

        // The task of another prime, if that is found, is seen through here: what is primed for the key must be there when this returns.
        PrimedTask<TValue> primed = Table.Primed.GetOrAdd(id, mine);
        while (!primed.IsConfirmed)
        {
            int versionBefore = Table.Version;
            if (Table.FindIndex(Table.Entries, id, hash) >= 0)
            {
                // A load was quicker; what it brings wins (row C6).
                Table.RemovePrimed(id, primed);
                return;
            }

            Gate.Enter();
            if (Table.Version == versionBefore)
                Table.Confirm(primed);
            Gate.Exit();
        }
    }

    public override void Evict(Batch<TKey, TValue> batch)
    {
        Gate.Enter();
        HideKeysOf(batch);
        Gate.Exit();
    }

    protected override void HideKeysOf(Batch<TKey, TValue> batch)
    {
        Gate.AssertHeld();
        var entries = (TableBatch<TKey, TId, TValue>)batch;
        bool areInPlace = batch.HasLists && Table.KnowsPlacesOf(entries);
        for (int i = 0; i < batch.Count; i++)
        {
            if (!batch.MustForget(i))
                continue;
            if (batch.TaskAt(i) is { } task)
                Table.Hide(entries.HashAt(i), task);
            else if (areInPlace)
                Table.HideAt(entries.PlaceOf(i));
        }
    }

    protected override void OnAllAnswered()
    {
        // Else each hit must take the way on which it is counted.
        if (Telemetry is null)
            Table.MarkSettled();
    }

    protected override void ForgetAll() => Table.Clear();

    protected override void PendingWereCut()
    {
        if (Table.SentCount == 0)
            Settings.Capacity.Observe(Table.PendingCount);
        Table.MarkSent();
    }

    /// <summary>Gate held. Keeps a key beside its identity.</summary>
    protected virtual void KeepOriginal(TKey key)
    {
    }

    /// <summary>
    /// The task of a key that is not known to be done. The table was searched at version <paramref name="versionBefore"/>, and
    /// <paramref name="known"/> was found then.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected Task<TValue> FindOrAppend(TKey key, TId id, int hash, bool canCancel, int versionBefore, Task<TValue>? known)
    {
        AsyncTaskMethodBuilder<TValue> promise = default;
        while (true)
        {
            if (known is not null)
            {
                if (MayTake(id, hash, known, canCancel))
                    return Share(known, canCancel);
            }
            else
            {
                if (AnswerOfEndedScope() is { } ended)
                    return ended;
                if (Table.FindPrimed(id) is { } primed)
                    return Hit(primed);
                Task<TValue> task = promise.Task;
                if (TryAppend(key, id, hash, promise, canCancel, versionBefore))
                    return task;
            }

            versionBefore = Table.Version;
            known = Find(id, hash);
        }
    }

    // The task may live longer than the loader: it keeps nothing of it.
    private static void ForgetIfItFails(Task<TValue> task, WeakReference<PrimedTask<TValue>> primed)
        => Faults.WhenDone(task, done =>
        {
            _ = done.Exception;
            if (!done.IsCompletedSuccessfully && primed.TryGetTarget(out PrimedTask<TValue>? failed))
                failed.Forget?.Invoke();
        });

    // A pending task must be joined. One that was cancelled since it was found may have been given up by its callers: then it is gone from the
    // table, and the load starts afresh.
    private bool MayTake(TId id, int hash, Task<TValue> known, bool canCancel)
    {
        if (!known.IsCompleted)
        {
            // First, since it may call code of the user's that throws.
            Entry<TId, TValue>[] entries = Table.Entries;
            int index = Telemetry is null ? -1 : Table.FindIndex(entries, id, hash);
            if (!TryJoin(known, canCancel))
                return false;
            NoteJoin(known, entries, index);
            return true;
        }

        if (known.IsCanceled && !ReferenceEquals(Find(id, hash) ?? Table.FindPrimed(id), known))
            return false;
        Telemetry?.Hit();
        return true;
    }

    // For listeners: a further caller of a key that waits, or is on its way in a batch. What was primed is in none.
    private void NoteJoin(Task<TValue> known, Entry<TId, TValue>[] entries, int index)
    {
        if (Telemetry is not { } telemetry)
            return;
        if (index < 0)
        {
            telemetry.Hit();
            return;
        }

        Gate.Enter();
        bool isPending = index >= Table.SentCount && ReferenceEquals(entries, Table.Entries);
        telemetry.Joined(isPending ? null : BatchOf(known, index)?.Telemetry);
        Gate.Exit();
        telemetry.Shared();
    }

    // False when this key may have been added since the table was searched. A key that cannot be compared under the gate may have been as soon as any
    // key was.
    private bool TryAppend(TKey key, TId id, int hash, AsyncTaskMethodBuilder<TValue> promise, bool canCancel, int versionBefore)
    {
        Gate.Enter();
        if (Table.Version != versionBefore && (!ComparesWithoutUserCode || Table.Holds(id, hash)))
        {
            Gate.Exit();
            return false;
        }

        bool isFirst = Append(key, id, hash, promise, canCancel);
        Gate.Exit();
        Announce(isFirst);
        Telemetry?.Miss();
        return true;
    }

    // Gate held. Returns whether the key is the first one that waits.
    private bool Append(TKey key, TId id, int hash, AsyncTaskMethodBuilder<TValue> promise, bool canCancel)
    {
        NoteCaller(promise.Task, canCancel);
        if (Table.IsFull)
            Table.Grow(Settings.Capacity.Next());
        Table.Append(id, hash, promise);
        return NoteAppended(key);
    }

    // Gate held.
    private bool NoteAppended(TKey key)
    {
        if (!TakesKeysAsTheyAre)
            KeepOriginal(key);
        return NotePending(Table.PendingCount);
    }
}
