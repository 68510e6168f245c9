using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Table;
using DataLoader.Telemetry;

namespace DataLoader.Loading;

/// <summary>
/// What stands behind a loader's face: it keeps keys and tasks, makes batches of pending keys, and ends with its scope. Where keys are kept
/// (table, map, nowhere) is the business of the derived classes.
/// </summary>
internal abstract class LoaderCore<TKey, TValue>(BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope)
    : IPendingKeys, IScopedLoader
    where TKey : notnull
{
    /// <summary>Guards the keys, the batches in flight and the callers. No user code runs under it.</summary>
    protected Gate Gate;

    private LoaderScope? _scope = scope;
    private ExecutionContext? _context;
    private BatchSet<TKey, TValue> _inFlight;
    private LoaderExtras<TKey, TValue>? _extras = LoaderExtras<TKey, TValue>.Of(settings);
    private bool _shared;

    public BatchLoader<TKey, TValue> Owner { get; } = owner;

    public LoaderSettings Settings { get; } = settings;

    /// <summary>The request of this loader. One that was given none gets one of its own with its first key.</summary>
    public LoaderScope Scope => _scope ?? OwnScope();

    /// <summary>Null when nobody listened when this loader was made.</summary>
    public LoaderTelemetry? Telemetry => _extras?.Telemetry;

    /// <summary>Tells which keys are the same; null means the default comparer.</summary>
    public virtual IEqualityComparer<TKey>? Identity => null;

    public abstract int PendingCount { get; }

    /// <summary>The handle of the pending keys that a scheduler has, if one has.</summary>
    public ScheduledKeys<TKey, TValue>? Scheduled => _extras?.Scheduled;

    private Callers<TKey, TValue>? Callers => _extras?.Callers;

    IPendingKeys? IPendingKeys.NextHeld { get; set; }

    IScopedLoader? IScopedLoader.NextInScope { get; set; }

    bool IScopedLoader.IsEnlisted { get; set; }

    /// <summary>The task of a key; enqueues the key if there is none.</summary>
    public abstract Task<TValue> Load(TKey key, bool mayLeave);

    /// <summary>The tasks of many keys; all that are new are enqueued together.</summary>
    public abstract void LoadMany(TKey[] keys, Task<TValue>[] tasks, bool mayLeave);

    public abstract void Clear(TKey key);

    public abstract void ClearAll();

    public abstract void Prime(TKey key, Task<TValue> task);

    /// <summary>Forgets the keys of a batch that has failed, but never a newer entry (row U6).</summary>
    public abstract void Evict(Batch<TKey, TValue> batch);

    /// <summary>Gate held. Takes all pending keys and makes one batch of each part, in order.</summary>
    protected abstract void Cut(int keyCount, int partCount, ExecutionContext? context, ref BatchQueue batches);

    /// <summary>Gate held. Every key that was ever sent is done.</summary>
    protected virtual void AllSettled()
    {
    }

    /// <summary>Gate held. Forgets everything because the scope has ended; no key is pending.</summary>
    protected abstract void Forget();

    void IPendingKeys.Cut(ref BatchQueue batches, DispatchReason reason)
    {
        Gate.Enter();
        BatchTelemetry? told = PendingCount == 0 ? null : Telemetry?.Cut(reason, PendingCount);
        BatchQueue cut = CutPending();
        List<Batch<TKey, TValue>>? abandoned = null;
        while (cut.Dequeue() is Batch<TKey, TValue> batch)
        {
            if (batch.IsAbandoned)
                (abandoned ??= []).Add(batch);
            if (told is not null)
                batch.Telemetry = told;
            if (_extras?.Slots?.TryTake(batch) ?? true)
                batches.Enqueue(batch);
        }

        Gate.Exit();

        // A cache of the user's own is not called under the gate.
        abandoned?.ForEach(Evict);
    }

    void IScopedLoader.Close(bool failsInFlight)
    {
        Gate.Enter();
        BatchQueue unstarted = CutPending();
        Forget();
        while (_extras?.Slots?.TakeWaiting() is { } waiting)
            unstarted.Enqueue(waiting);
        Batch<TKey, TValue>[] started = _inFlight.ToArray();
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
        _inFlight.Remove(batch);
        if (_inFlight.IsEmpty)
            AllSettled();
        Gate.Exit();
    }

    /// <summary>A batch method has ended.</summary>
    /// <returns>The batch that may start in its place.</returns>
    public IBatch? FreeSlot()
    {
        if (_extras?.Slots is not { } slots)
            return null;

        Gate.Enter();
        Batch<TKey, TValue>? next = slots.Free();
        Gate.Exit();
        return next;
    }

    /// <summary>Whether several callers share a task of a batch that has ended; or of another one, if some are still out.</summary>
    public bool TakeShared(Batch<TKey, TValue> batch)
    {
        if (!_shared)
            return false;

        Gate.Enter();
        if (_inFlight.HoldsOnly(batch) && PendingCount == 0)
            _shared = false;
        Gate.Exit();
        return true;
    }

    /// <summary>The token that a batch's method gets.</summary>
    public CancellationToken TokenOf(Batch<TKey, TValue> batch)
    {
        CancellationToken ending = Scope.Ending;
        Gate.Enter();
        bool abandoned = batch.IsAbandoned;
        bool mayLeave = batch.CallersMayLeave || batch.Abandoning is not null;
        if (mayLeave && !abandoned)
            batch.Abandoning ??= new CancellationTokenSource();
        CancellationTokenSource? abandoning = batch.Abandoning;
        Gate.Exit();

        if (abandoned || ending.IsCancellationRequested)
            return new CancellationToken(canceled: true);
        return abandoning?.Token ?? ending;
    }

    /// <summary>A caller leaves a key.</summary>
    public void Leave(Task<TValue> task)
    {
        Gate.Enter();
        Batch<TKey, TValue>? abandoned = Callers?.Leave(task);
        if (abandoned is not null)
            HideAll(abandoned);
        Gate.Exit();
        if (abandoned is not null)
            CancelAbandoned(abandoned);
    }

    /// <summary>A caller leaves many keys.</summary>
    public void Leave(Task<TValue>[] tasks)
    {
        foreach (Task<TValue> task in tasks)
            Leave(task);
    }

    /// <summary>Gate held. Forgets the keys of a batch that everybody has left, so that the next load of them starts afresh.</summary>
    protected abstract void HideAll(Batch<TKey, TValue> batch);

    /// <summary>What comes after nobody waits for a batch any more, with no lock held.</summary>
    protected virtual void CancelAbandoned(Batch<TKey, TValue> batch) => CancelToken(batch);

    /// <summary>What a load ends with when the scope has ended, or null while it is open.</summary>
    /// <exception cref="ObjectDisposedException">The scope has been disposed.</exception>
    protected Task<TValue>? AnswerOfEndedScope()
        => Scope.HasEnded(Settings.Name, out OperationCanceledException? error) ? Failed(error!) : null;

    /// <summary>Joins the callers of a key that is pending or in flight.</summary>
    /// <returns>False when everybody else has left it and its batch is being cancelled: ask afresh.</returns>
    protected bool TryJoin(Task<TValue> task, bool mayLeave)
    {
        // .NET runs only the first continuation of a task inline: the next dispatch has to wait for the others.
        _shared = true;
        if (Callers is not { } callers)
            return true;
        Gate.Enter();
        bool joined = callers.TryJoin(task, mayLeave);
        Gate.Exit();
        return joined && !task.IsCanceled;
    }

    /// <summary>Gate held. Counts one more caller, who may leave, of a key that was appended a moment ago.</summary>
    protected void JoinWithGate(Task<TValue> task) => Callers?.TryJoin(task, mayLeave: true);

    /// <summary>Gate held. Counts the first caller of a key, if he may leave, before anybody else can find the key and join.</summary>
    protected void NoteCaller(Task<TValue> task, bool mayLeave)
    {
        if (mayLeave)
            ((_extras ??= new()).Callers ??= new()).Add(task);
    }

    /// <summary>Gate held. Accounts for a key that has just been appended.</summary>
    /// <param name="pendingCount">How many keys wait now.</param>
    /// <returns>Whether it is the first one that waits, so that <see cref="Announce"/> must follow once the gate is free.</returns>
    protected bool Appended(int pendingCount)
    {
        bool first = pendingCount == 1;
        if (first)
            _context = ExecutionContext.Capture();
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

    /// <summary>A task that has failed, or was cancelled, with an error of its own.</summary>
    protected static Task<TValue> Failed(Exception error)
    {
        AsyncTaskMethodBuilder<TValue> promise = default;
        promise.SetException(error);
        return promise.Task;
    }

    private static void CancelToken(Batch<TKey, TValue> batch)
    {
        try
        {
            batch.Abandoning?.Cancel();
        }
        catch (AggregateException)
        {
            // A callback of the batch method's own threw; there is nobody left to tell.
        }
    }

    private void Schedule(BatchScheduler scheduler)
    {
        var scheduled = new ScheduledKeys<TKey, TValue>(this);
        _extras!.Scheduled = scheduled;
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
        BatchQueue pending = scheduled is null || ReferenceEquals(Scheduled, scheduled) ? CutPending() : default;
        Gate.Exit();
        EndUnstarted(pending, error, isTold);
    }

    // Gate held. A batch for each part; parts differ by at most one key, so that 101 keys at 100 become 51 and 50 (X7).
    private BatchQueue CutPending()
    {
        BatchQueue batches = default;
        if (Scheduled is not null)
            _extras!.Scheduled = null;
        int pending = PendingCount;
        if (pending == 0)
            return batches;

        int partCount = (int)(((long)pending + Settings.MaxBatchSize - 1) / Settings.MaxBatchSize);
        BatchQueue parts = default;
        Cut(pending, partCount, _context, ref parts);
        _context = null;
        while (parts.Dequeue() is Batch<TKey, TValue> batch)
        {
            Callers?.Assign(batch);

            // Everybody left before it was cut: a load that comes before its start must not wait for that start.
            if (batch.IsAbandoned)
                HideAll(batch);
            _inFlight.Add(batch);
            batches.Enqueue(batch);
        }

        return batches;
    }

    /// <summary>How many keys a part has, when so many are cut into so many parts.</summary>
    protected static int SizeOfPart(int part, int keyCount, int partCount) => keyCount / partCount + (part < keyCount % partCount ? 1 : 0);

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

    private LoaderScope OwnScope()
    {
        var scope = new LoaderScope();
        return Interlocked.CompareExchange(ref _scope, scope, null) ?? scope;
    }
}
