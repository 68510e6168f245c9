using DataLoader.Dispatch;
using DataLoader.Telemetry;

namespace DataLoader.Loading;

/// <summary>
/// What stands behind a loader's face: it keeps keys and tasks, makes batches of pending keys, and ends with its scope. Where keys are kept
/// (table, map, nowhere) is the business of the derived classes; who waits for them, that of the base.
/// </summary>
internal abstract class LoaderCore<TKey, TValue>(BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope)
    : CallerCore<TKey, TValue>(settings, scope)
    where TKey : notnull
{
    public BatchLoader<TKey, TValue> Owner { get; } = owner;

    /// <summary>Tells which keys are the same; null means the default comparer.</summary>
    public virtual IEqualityComparer<TKey>? Identity => null;

    /// <summary>The handle of the pending keys that a scheduler has, if one has.</summary>
    public ScheduledKeys<TKey, TValue>? Scheduled => Extras?.Scheduled;

    /// <summary>The task of a key; enqueues the key if there is none.</summary>
    public abstract Task<TValue> Load(TKey key, bool mayLeave);

    /// <summary>The tasks of many keys; all that are new are enqueued together.</summary>
    public abstract void LoadMany(TKey[] keys, Task<TValue>[] tasks, bool mayLeave);

    public abstract void Clear(TKey key);

    public abstract void ClearAll();

    public abstract void Prime(TKey key, Task<TValue> task);

    /// <summary>Forgets the keys of a batch that has failed, but never a newer entry (row U6).</summary>
    public abstract void Evict(Batch<TKey, TValue> batch);

    /// <summary>Gate held. Makes a batch of some of the pending keys. All of them are made into batches, in order, before <see cref="Sent"/>.</summary>
    /// <param name="from">How many pending keys stand before them.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="context">What the batch runs under.</param>
    protected abstract Batch<TKey, TValue> MakeBatch(int from, int count, ExecutionContext? context);

    /// <summary>Gate held. The pending keys stand in batches now: they are pending no more.</summary>
    protected abstract void Sent();

    /// <summary>Gate held. Every key that was ever sent is done.</summary>
    protected virtual void AllSettled()
    {
    }

    /// <summary>Gate held. Forgets everything because the scope has ended; no key is pending.</summary>
    protected abstract void Forget();

    public sealed override void Cut(ref BatchQueue batches, DispatchReason reason)
    {
        Gate.Enter();
        BatchTelemetry? told = PendingCount == 0 ? null : Telemetry?.Cut(reason, PendingCount);
        List<Batch<TKey, TValue>>? abandoned = CutPending(ref batches, told, mayStart: true);
        Gate.Exit();

        // A cache of the user's own is not called under the gate.
        abandoned?.ForEach(Evict);
    }

    public sealed override void Close(bool failsInFlight)
    {
        Gate.Enter();
        BatchQueue unstarted = default;
        CutPending(ref unstarted, told: null, mayStart: false);
        Forget();
        while (Extras?.Slots?.TakeWaiting() is { } waiting)
            unstarted.Enqueue(waiting);
        Batch<TKey, TValue>[] started = BatchesOut();
        Gate.Exit();
        if (started.Length == 0)
            return;

        Exception error = Scope.EndOf(Settings.Name);
        EndUnstarted(unstarted, error);
        foreach (Batch<TKey, TValue> batch in started)
        {
            CancelToken(batch);
            if (!failsInFlight || batch.IsClaimed)
                continue;

            // A cache of the user's own may outlive the scope.
            Evict(batch);
            batch.Fail(error);
        }
    }

    /// <summary>Whether a batch that is about to start has ended already: its scope has, or all its callers have left.</summary>
    public bool MustNotStart(Batch<TKey, TValue> batch)
    {
        // Whoever leaves right after this look finds its token.
        if (batch.IsAbandoned)
        {
            Evict(batch);
            batch.Fail(new OperationCanceledException($"{Settings.Name}: all callers have left."));
        }

        if (!batch.IsClaimed)
            return false;
        if (FreeSlot() is { } next)
            CompletionFrame.StartNext(next);
        return true;
    }

    /// <summary>
    /// A batch has answered all its callers. Until then whoever joins one of its keys must be able to learn that it was given up.
    /// </summary>
    public void Settled(Batch<TKey, TValue> batch)
    {
        Gate.Enter();
        Callers?.Forget(batch);
        RemoveBatch(batch);
        if (!HasBatches)
            AllSettled();
        Gate.Exit();
    }

    /// <summary>A batch method has ended.</summary>
    /// <returns>The batch that may start in its place.</returns>
    public IBatch? FreeSlot()
    {
        if (Extras?.Slots is not { } slots)
            return null;

        Gate.Enter();
        Batch<TKey, TValue>? next = slots.Free();
        Gate.Exit();
        return next;
    }

    /// <summary>Whether several callers share a task of a batch that has ended; or of another one, if some are still out.</summary>
    public bool TakeShared(Batch<TKey, TValue> batch)
    {
        if (!IsShared)
            return false;

        Gate.Enter();
        if (HasOnly(batch) && PendingCount == 0)
            IsShared = false;
        Gate.Exit();
        return true;
    }

    /// <summary>Gate held. Accounts for a key that has just been appended.</summary>
    /// <param name="pendingCount">How many keys wait now.</param>
    /// <returns>Whether it is the first one that waits, so that <see cref="Announce"/> must follow once the gate is free.</returns>
    protected bool Appended(int pendingCount)
    {
        bool first = pendingCount == 1;
        if (first)
            NoteContext(ExecutionContext.Capture());
        Telemetry?.Enqueued(first);
        return first;
    }

    /// <summary>Tells whoever dispatches that keys were appended. No lock held.</summary>
    /// <param name="first">Whether the first of them was the first one to wait.</param>
    protected void Announce(bool first)
    {
        LoaderScope scope = Scope;
        if (!first)
        {
            if (Settings.Scheduler is null)
                scope.Dispatcher.NoteKey();
            return;
        }

        if (!scope.TryEnlist(this))
            FailPending(scope.EndOf(Settings.Name));
        else if (Settings.Scheduler is null)
            scope.Dispatcher.Hold(this);
        else
            Schedule(Settings.Scheduler);
    }

    /// <summary>Answers a load with a task that was there.</summary>
    protected Task<TValue> Hit(Task<TValue> known)
    {
        Telemetry?.Hit();
        return known;
    }

    private void Schedule(BatchScheduler scheduler)
    {
        var scheduled = new ScheduledKeys<TKey, TValue>(this);

        // A loader with a scheduler is made with extras.
        Extras!.Scheduled = scheduled;
        try
        {
            scheduler.Schedule(scheduled);
        }
        catch (Exception error)
        {
            FailPending(error, scheduled, isTold: true);
            throw;
        }
    }

    // Only those of a scheduler's handle, if there is one: it may have sent them before it threw, and what waits now is another's.
    private void FailPending(Exception error, ScheduledKeys<TKey, TValue>? scheduled = null, bool isTold = false)
    {
        Gate.Enter();
        BatchQueue pending = default;
        if (scheduled is null || ReferenceEquals(Scheduled, scheduled))
            CutPending(ref pending, told: null, mayStart: false);
        Gate.Exit();
        EndUnstarted(pending, error, isTold);
    }

    // Gate held. A batch for each part; parts differ by at most one key, so that 101 keys at 100 become 51 and 50 (X7). Those that everybody left
    // before are returned too.
    private List<Batch<TKey, TValue>>? CutPending(ref BatchQueue batches, BatchTelemetry? told, bool mayStart)
    {
        if (Extras is { Scheduled: not null } extras)
            extras.Scheduled = null;
        int keyCount = PendingCount;
        if (keyCount == 0)
            return null;

        List<Batch<TKey, TValue>>? abandoned = null;
        int partCount = (int)(((long)keyCount + Settings.MaxBatchSize - 1) / Settings.MaxBatchSize);
        ExecutionContext? context = TakeContext();
        int from = 0;
        for (int part = 0; part < partCount; part++)
        {
            int count = (keyCount / partCount) + (part < keyCount % partCount ? 1 : 0);
            Batch<TKey, TValue> batch = MakeBatch(from, count, context);
            from += count;
            Callers?.Assign(batch);
            if (batch.IsAbandoned)
            {
                // A load that comes before its start must not wait for that start.
                HideAll(batch);
                (abandoned ??= []).Add(batch);
            }

            if (told is not null)
                batch.Telemetry = told;
            AddBatch(batch);
            if (!mayStart || (Extras?.Slots?.TryTake(batch) ?? true))
                batches.Enqueue(batch);
        }

        Sent();
        return abandoned;
    }

    // Batches that never started have no slot to give back. An error that the load itself threw is not an unobserved one.
    private void EndUnstarted(BatchQueue batches, Exception error, bool isTold = false)
    {
        while (batches.Dequeue() is Batch<TKey, TValue> batch)
        {
            for (int i = 0; isTold && i < batch.Count; i++)
                ManyLoads.Observe(batch.PromiseAt(i).Task);
            Evict(batch);
            batch.Fail(error);
        }
    }
}
