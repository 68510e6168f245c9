using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Telemetry;
using DataLoader.Threading;

namespace DataLoader.Batches;

/// <summary>
/// A loader, as its batches see it: the batches that are out, the callers who wait for them or leave, and what happens when a batch begins and ends.
/// Which keys there are and when they become batches is the business of the derived classes.
/// </summary>
internal abstract partial class BatchOwner<TKey, TValue>(IBatchMethod<TKey, TValue> method, LoaderSettings settings, LoaderScope? scope) : ScopeMember
    where TKey : notnull
{
    /// <summary>Guards the keys, the batches that are out and the callers. No user code runs under it.</summary>
    protected SpinGate Gate;

    // Null in a loader without telemetry, limit and scheduler: almost all of them.
    private readonly LoaderExtras<TKey, TValue>? _extras = LoaderExtras<TKey, TValue>.Of(settings, scope);
    private LoaderScope? _scope = scope;
    private BatchSet<TKey, TValue> _batches;

    // Null until the first caller who may leave. Made under the gate.
    [ReadOutsideGate]
    private CallerCounts<TKey, TValue>? _callers;

    [ReadOutsideGate]
    private bool _othersAskLater;

    public LoaderSettings Settings { get; } = settings;

    /// <summary>The batch method.</summary>
    public IBatchMethod<TKey, TValue> Method { get; } = method;

    /// <summary>The request of this loader. One that was given none gets one of its own with its first key.</summary>
    public LoaderScope Scope => _scope ?? OwnScope();

    /// <summary>Null when there was no listener when this loader was made, and nobody observes its scope.</summary>
    public LoaderTelemetry? Telemetry => _extras?.Telemetry;

    /// <summary>Tells which keys are the same; null means the default comparer.</summary>
    public virtual IEqualityComparer<TKey>? Identity => null;

    /// <summary>Null in a loader that needs none.</summary>
    protected LoaderExtras<TKey, TValue>? Extras => _extras;

    /// <summary>
    /// The dispatcher to tell of a key that was appended, if that is all there is to do: the scope is open, and no scheduler has the keys. Else
    /// null.
    /// </summary>
    protected Dispatcher? FrameDispatcherIfOpen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Settings.Scheduler is null && _scope is { IsOpen: true } scope ? scope.Dispatcher : null;
    }

    /// <summary>Calls the batch method. May throw what the method throws.</summary>
    /// <returns>The method's task, or null if it returned none.</returns>
    public Task? CallBatchMethod(Batch<TKey, TValue> batch)
    {
        if (Scope.Log is not { } log)
            return Method.Call(batch);
        if (log.Gate is { } gate)
            return gate.Pass(batch);
        return ShadowCall.IsDrawn(Settings, batch.Count) ? ShadowCall.CallAsync(this, batch, log) : Method.Call(batch);
    }

    /// <summary>Forgets the keys of a batch that has failed, but never a newer entry (row U6). No lock held.</summary>
    public abstract void Evict(Batch<TKey, TValue> batch);

    /// <summary>Begins a batch, unless it has ended already: its scope has, or all its callers have left.</summary>
    public bool TryBegin(Batch<TKey, TValue> batch)
    {
        // A caller that leaves right after this look finds the batch's token.
        if (batch.IsAbandoned)
        {
            Evict(batch);
            batch.Fail(new OperationCanceledException($"{Settings.Name}: all callers have left."));
        }

        if (!batch.IsClaimed)
            return true;
        if (MethodEnded() is { } next)
            CompletionFrame.StartInFrame(next);
        return false;
    }

    /// <summary>The token that a batch's method gets.</summary>
    public CancellationToken TokenOf(Batch<TKey, TValue> batch)
    {
        CancellationToken ending = Scope.Ending;
        Gate.Enter();
        bool abandoned = batch.IsAbandoned;
        bool canBeAbandoned = batch.AllCallersCanCancel || batch.HasOthersThanStayers || batch.AbandonSource is not null;
        if (canBeAbandoned && !abandoned)
            batch.AbandonSource ??= new CancellationTokenSource();
        CancellationTokenSource? source = batch.AbandonSource;
        Gate.Exit();

        if (abandoned || ending.IsCancellationRequested)
            return new CancellationToken(canceled: true);
        return source?.Token ?? ending;
    }

    /// <summary>A batch method has ended.</summary>
    /// <returns>The batch that may start in its place.</returns>
    public IBatch? MethodEnded() => _extras?.Limit?.End();

    /// <summary>Whether several callers share a task of a batch whose method has ended; or of another one, if some are still out.</summary>
    public bool MustLetOthersAsk(Batch<TKey, TValue> batch)
    {
        if (!_othersAskLater)
            return false;

        Gate.Enter();
        if (_batches.HoldsOnly(batch) && PendingCount == 0)
            _othersAskLater = false;
        Gate.Exit();
        return true;
    }

    /// <summary>
    /// A batch has answered all its callers. Until then a caller that joins one of its keys must be able to learn that it was given up.
    /// </summary>
    public void BatchAnswered(Batch<TKey, TValue> batch)
    {
        Gate.Enter();
        _callers?.BatchEnded(batch);
        _batches.Remove(batch);
        if (_batches.IsEmpty)
            OnAllAnswered();
        Gate.Exit();
    }

    /// <summary>A caller leaves a key.</summary>
    public void CallerLeaves(Task<TValue> task)
    {
        Gate.Enter();
        Batch<TKey, TValue>? abandoned = _callers?.Leave(task);
        if (abandoned is not null)
            HideKeysOf(abandoned);
        Gate.Exit();
        if (abandoned is not null)
            CancelAbandoned(abandoned);
    }

    /// <summary>The caller of many keys leaves those that have tasks.</summary>
    protected void LeaveAll(Task<TValue>?[] tasks)
    {
        foreach (Task<TValue>? task in tasks)
        {
            if (task is not null)
                CallerLeaves(task);
        }
    }

    /// <summary>A stream has a value for a key. Those who wait for the others may all have left.</summary>
    public void KeyServed(Batch<TKey, TValue> batch, Task<TValue> task)
    {
        if (_callers is not { } callers)
            return;
        Gate.Enter();
        bool abandoned = callers.Serve(batch, task);
        if (abandoned)
            HideKeysOf(batch);
        Gate.Exit();
        if (abandoned)
            CancelAbandoned(batch);
    }

    /// <summary>Gate held. Forgets the keys of a batch whose callers have all left, so that the next load of them starts afresh.</summary>
    protected abstract void HideKeysOf(Batch<TKey, TValue> batch);

    /// <summary>Gate held. Every key that was ever sent is answered.</summary>
    protected virtual void OnAllAnswered()
    {
    }

    /// <summary>What comes after the last caller of a batch has left, with no lock held.</summary>
    protected virtual void CancelAbandoned(Batch<TKey, TValue> batch) => Faults.CancelQuietly(batch.AbandonSource);

    /// <summary>What a load ends with when the scope has ended, or null while it is open.</summary>
    /// <exception cref="ObjectDisposedException">The scope has been disposed.</exception>
    protected Task<TValue>? AnswerOfEndedScope()
    {
        if (!Scope.HasEnded(Settings.Name, out OperationCanceledException? error))
            return null;

        AsyncTaskMethodBuilder<TValue> promise = default;
        promise.SetException(error!);
        return promise.Task;
    }

    /// <summary>Gate held. The batch that is out with a key, which stands at an index of what batches are cut from. Null when there is none.</summary>
    protected Batch<TKey, TValue>? BatchOf(Task<TValue> task, int index)
    {
        Gate.AssertHeld();
        return Array.Find(_batches.ToArray(), batch => batch.Holds(task, index));
    }

    /// <summary>Joins the callers of a key that is pending or in flight.</summary>
    /// <returns>False when all other callers have left it and its batch is being cancelled: ask afresh.</returns>
    protected bool TryJoin(Task<TValue> task, bool canCancel)
    {
        Scope.Dispatcher.NoteJoin();
        if (_callers is not { } callers)
            return true;
        Gate.Enter();
        bool joined = callers.TryJoin(task, canCancel);
        Gate.Exit();
        return joined && !task.IsCanceled;
    }

    /// <summary>Gate held. Counts one more caller of a key that was appended a moment ago.</summary>
    protected void JoinAppended(Task<TValue> task, bool canCancel)
    {
        Gate.AssertHeld();
        if (canCancel)
            _callers?.TryJoin(task, canCancel: true);
    }

    /// <summary>Gate held. Counts the first caller of a key, if it can cancel, before another one can find the key and join.</summary>
    protected void NoteCaller(Task<TValue> task, bool canCancel)
    {
        Gate.AssertHeld();
        if (canCancel)
            (_callers ??= new()).Add(task);
    }

    /// <summary>Gate held. A batch goes out: it was cut, and has not answered its callers.</summary>
    /// <returns>Whether all its callers have left already.</returns>
    protected bool AddBatch(Batch<TKey, TValue> batch)
    {
        Gate.AssertHeld();
        _batches.Add(batch);
        _callers?.Assign(batch);
        return batch.IsAbandoned;
    }

    /// <summary>Gate held. Whether a batch may start now. Else the limit keeps it, and it starts when another one ends.</summary>
    protected bool MayStart(Batch<TKey, TValue> batch)
    {
        Gate.AssertHeld();
        return _extras?.Limit is not { } limit || limit.TryStart(batch, this);
    }

    /// <summary>Gate held. The batches that are out.</summary>
    protected Batch<TKey, TValue>[] BatchesOut()
    {
        Gate.AssertHeld();
        return _batches.ToArray();
    }

    private LoaderScope OwnScope()
    {
        var scope = new LoaderScope();
        return Interlocked.CompareExchange(ref _scope, scope, null) ?? scope;
    }
}
