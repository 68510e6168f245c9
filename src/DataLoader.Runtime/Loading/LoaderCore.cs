using DataLoader.Batches;
using DataLoader.Dispatch;
using DataLoader.Telemetry;
using DataLoader.Threading;

namespace DataLoader.Loading;

/// <summary>
/// What stands behind a loader's face: it takes keys, announces them, cuts them into batches, and ends with its scope. Where keys are kept (table,
/// the user's cache, nowhere) is the business of the derived classes; what becomes of the batches, that of the base.
/// </summary>
internal abstract class LoaderCore<TKey, TValue>(IBatchMethod<TKey, TValue> method, LoaderSettings settings, LoaderScope? scope)
    : BatchOwner<TKey, TValue>(method, settings, scope)
    where TKey : notnull
{
    // What the keys that wait will run under: that of the first of them, null when no context flows.
    private ExecutionContext? _context;

    /// <summary>The handle of the pending keys that a scheduler has, if one has.</summary>
    public PendingBatch? Scheduled => Extras?.Scheduled;

    /// <summary>The task of a key; enqueues the key if there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="canCancel">Whether the caller has a token: it may leave before the task is done.</param>
    public abstract Task<TValue> Load(TKey key, bool canCancel);

    /// <summary>Loads many keys; all that are new are enqueued together.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="canCancel">Whether the caller has a token: it may leave before the keys have their answers.</param>
    /// <returns>What this caller waits for: the tasks of keys, or some of its own for keys that were on their way; or parts of batches.</returns>
    public ListLoad<TValue> LoadMany(TKey[] keys, bool canCancel)
    {
        if (AnswerOfEndedScope() is not { } ended)
            return LoadAll(keys, canCancel);
        var tasks = new Task<TValue>[keys.Length];
        Array.Fill(tasks, ended);
        return ListLoad<TValue>.Of(tasks);
    }

    public abstract void Clear(TKey key);

    public abstract void Prime(TKey key, Task<TValue> task);

    public sealed override void Cut(ref FrameQueue<IBatch> batches, DispatchReason reason, int dispatch)
    {
        Gate.Enter();
        LoaderTelemetry? telemetry = PendingCount == 0 ? null : Telemetry ?? LoaderTelemetry.OfLate(Settings.Name);
        List<Batch<TKey, TValue>>? abandoned = CutPending(ref batches, telemetry, reason, dispatch, mayStart: true);
        Gate.Exit();

        // A cache of the user's own is not called under the gate.
        abandoned?.ForEach(Evict);
    }

    public sealed override void Close(bool failsInFlight, ref CompletionFrame? frame)
    {
        Gate.Enter();
        FrameQueue<IBatch> unstarted = default;
        CutPending(ref unstarted, telemetry: null, default, dispatch: 0, mayStart: false);
        ForgetAll();
        while (Extras?.Limit?.TakeWaiting(this) is { } waiting)
            unstarted.Enqueue(waiting);
        Batch<TKey, TValue>[] started = BatchesOut();
        Gate.Exit();

        // Most scopes end while they answer their last batch: nothing is left to fail then.
        Exception? error = null;
        if (!unstarted.IsEmpty)
            FailUnstarted(unstarted, ErrorOfEnd(ref error, ref frame));
        foreach (Batch<TKey, TValue> batch in started)
        {
            Faults.CancelQuietly(batch.AbandonSource);
            if (!failsInFlight || batch.IsClaimed)
                continue;

            // A cache of the user's own may outlive the scope.
            Evict(batch);
            batch.Fail(ErrorOfEnd(ref error, ref frame));
        }
    }

    // Callers go on in the frame, after all loaders of the scope are closed.
    private Exception ErrorOfEnd(ref Exception? error, ref CompletionFrame? frame)
    {
        frame ??= CompletionFrame.Open(Scope.Dispatcher);
        return error ??= Scope.EndOf(Settings.Name);
    }

    /// <summary>As <see cref="LoadMany"/>, while the scope is open.</summary>
    protected abstract ListLoad<TValue> LoadAll(TKey[] keys, bool canCancel);

    /// <summary>
    /// Gate held. Makes a batch of some of the pending keys. All of them are made into batches, in order, before <see cref="PendingWereCut"/>.
    /// </summary>
    /// <param name="from">How many pending keys stand before them.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="context">What the batch runs under.</param>
    protected abstract Batch<TKey, TValue> MakeBatch(int from, int count, ExecutionContext? context);

    /// <summary>Gate held. The pending keys stand in batches now: they are pending no more.</summary>
    protected abstract void PendingWereCut();

    /// <summary>Gate held. Forgets everything because the scope has ended; no key is pending.</summary>
    protected abstract void ForgetAll();

    /// <summary>Gate held. Accounts for a key that has just been appended.</summary>
    /// <param name="pendingCount">How many keys wait now.</param>
    /// <returns>Whether it is the first one that waits, so that <see cref="Announce"/> must follow once the gate is free.</returns>
    protected bool NotePending(int pendingCount)
    {
        Gate.AssertHeld();
        bool isFirst = pendingCount == 1;
        if (isFirst)
            _context = ExecutionContext.Capture();
        Telemetry?.Enqueued(isFirst, Scope.Dispatcher);
        return isFirst;
    }

    /// <summary>Tells the dispatcher, or the scheduler, that keys were appended. No lock held.</summary>
    /// <param name="isFirst">Whether the first of them was the first one to wait.</param>
    protected void Announce(bool isFirst)
    {
        LoaderScope scope = Scope;
        Telemetry?.NoteCallSite();
        if (!isFirst)
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
            FailPending(error, scheduled, wasThrown: true);
            throw;
        }
    }

    // Only those of a scheduler's handle, if there is one: it may have sent them before it threw, and what waits now is another's.
    private void FailPending(Exception error, PendingBatch? scheduled = null, bool wasThrown = false)
    {
        Gate.Enter();
        FrameQueue<IBatch> pending = default;
        if (scheduled is null || ReferenceEquals(Scheduled, scheduled))
            CutPending(ref pending, telemetry: null, default, dispatch: 0, mayStart: false);
        Gate.Exit();
        FailUnstarted(pending, error, wasThrown);
    }

    // Gate held. A batch for each part; parts differ by at most one key, so that 101 keys at 100 become 51 and 50 (X7). Returns those whose callers
    // have all left.
    private List<Batch<TKey, TValue>>? CutPending(
        ref FrameQueue<IBatch> batches, LoaderTelemetry? telemetry, DispatchReason reason, int dispatch, bool mayStart)
    {
        Gate.AssertHeld();
        if (Extras is { Scheduled: not null } extras)
            extras.Scheduled = null;
        int keyCount = PendingCount;
        if (keyCount == 0)
            return null;

        List<Batch<TKey, TValue>>? abandoned = null;
        int partCount = (int)(((long)keyCount + Settings.MaxBatchSize - 1) / Settings.MaxBatchSize);
        int from = 0;
        for (int part = 0; part < partCount; part++)
        {
            int count = (keyCount / partCount) + (part < keyCount % partCount ? 1 : 0);
            Batch<TKey, TValue> batch = MakeBatch(from, count, _context);
            from += count;
            if (AddBatch(batch))
            {
                // A load that comes before its start must not wait for that start.
                HideKeysOf(batch);
                (abandoned ??= []).Add(batch);
            }

            if (telemetry is not null)
                batch.Telemetry = telemetry.Cut(reason, dispatch, count, part + 1, partCount);
            if (!mayStart || MayStart(batch))
                batches.Enqueue(batch);
        }

        _context = null;
        PendingWereCut();
        return abandoned;
    }

    // Batches that never started do not count for the limit. An error that the load itself threw is not an unobserved one. In one frame: they have all
    // failed before the first caller's code goes on, which may wait for another one of them.
    private void FailUnstarted(FrameQueue<IBatch> batches, Exception error, bool wasThrown = false)
    {
        CompletionFrame? frame = null;
        while (batches.Dequeue() is Batch<TKey, TValue> batch)
        {
            frame ??= CompletionFrame.Open(Scope.Dispatcher);
            for (int i = 0; wasThrown && i < batch.Count; i++)
            {
                if (batch.TaskAt(i) is { } task)
                    Faults.Observe(task);
            }

            Evict(batch);
            batch.Fail(error);
        }

        frame?.Leave();
    }
}
