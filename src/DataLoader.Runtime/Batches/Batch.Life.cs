using System.Diagnostics;
using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Dispatch;
using DataLoader.Seeing;
using DataLoader.Telemetry;
using DataLoader.Threading;

namespace DataLoader;

/// <content>The life of a batch: it is started, its method ends, and its promises are completed; or it is failed from outside.</content>
public abstract partial class Batch<TKey, TValue> : IBatch, INoted
{
    // Who answers the callers: nobody yet; a stream, key by key; or the thread that has the outcome, or the error, for all that is left.
    private const int Open = 0;
    private const int Streams = 1;
    private const int Claimed = 2;

    // What the batch method is called under, until then; null when no context flowed.
    private ExecutionContext? _context;

    // The batch method's task, once it was called.
    private Task? _running;
    private BatchOutcome<TValue> _outcome;
    private BatchCursor _cursor;
    private BatchExtras<TKey, TValue>? _extras;
    private int _state;
    private bool _othersAskLater;

    /// <summary>The loader that the batch was cut from.</summary>
    private protected BatchOwner<TKey, TValue> Owner { get; }

    /// <summary>Where the first key stands in what the batch was cut from.</summary>
    private protected int Offset { get; }

    private protected abstract IReadOnlyList<TKey> KeyList { get; }

    /// <summary>How many keys there are.</summary>
    internal int Count { get; }

    /// <summary>Whether one key may stand in several slots.</summary>
    internal bool MayRepeatKeys { get; }

    /// <summary>What listeners are told about this batch, or null when there is no listener.</summary>
    internal BatchTelemetry? Telemetry
    {
        get => _extras?.Telemetry;
        set => Extras.Telemetry = value;
    }

    /// <summary>Whether the outcome is there and completing has begun, or soon will.</summary>
    internal bool IsClaimed => Volatile.Read(ref _state) == Claimed;

    internal string LoaderName => Owner.Settings.Name;

    internal MissingKeys MissingKeys => Owner.Settings.MissingKeys;

    internal SurplusKeys SurplusKeys => Owner.Settings.Surplus;

    /// <summary>Tells which keys are the same; null means the default comparer.</summary>
    internal IEqualityComparer<TKey>? Identity => Owner.Identity;

    private BatchExtras<TKey, TValue> Extras => _extras ?? Interlocked.CompareExchange(ref _extras, new(), null) ?? _extras;

    private BatchStream<TKey, TValue>? Stream => _extras?.Stream;

    BatchNote? INoted.Note => Telemetry?.Note;

    Dispatcher IFrameWork.Dispatcher => Owner.Scope.Dispatcher;

    int IFrameWork.Remaining
    {
        get
        {
            int position = _extras?.Successor is { } successor ? successor.Cursor.Position : _cursor.Position;
            return WorkCount - position + (HasOwnLoads(position - 1) ? 1 : 0);
        }
    }

    void IBatch.Start()
    {
        if (!Owner.TryBegin(this))
            return;

        // Kept no longer: what a caller has put on it must not live as long as the batch.
        ExecutionContext context = _context ?? CleanContext.Instance;
        _context = null;
        try
        {
            ExecutionContext.Run(context, static batch => ((Batch<TKey, TValue>)batch!).CallBatchMethod(), this);
        }
        catch (Exception error)
        {
            _running = Task.FromException(error);
        }

        if (_running!.IsCompleted)
        {
            End(_running);
            return;
        }

        Owner.Scope.Dispatcher.BatchInFlight();
        _running.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Land);
    }

    bool IFrameWork.Complete() => CompleteFrom(ref _cursor);

    bool IFrameWork.TakeOver()
    {
        // A thread that is blocked in a continuation keeps the key it is at; the rest is ours, until we block too.
        BatchExtras<TKey, TValue> extras = Extras;
        extras.TakingOver.Enter();
        int from = extras.Successor is null ? _cursor.TakeOver() : extras.Successor.Cursor.TakeOver();
        BatchCursor.Box mine = new() { Cursor = new BatchCursor(from) };
        extras.Successor = mine;
        extras.TakingOver.Exit();

        // The blocked thread may stand in the code of one caller of its key: that key's other callers are ours too.
        if (from > 0)
            FinishOwnLoads(from - 1);
        return from == WorkCount ? _othersAskLater : CompleteFrom(ref mine.Cursor);
    }

    /// <summary>Ends the batch for its callers with an error, unless an outcome was first. What the batch method returns is dropped.</summary>
    internal void Fail(Exception error)
    {
        if (Interlocked.Exchange(ref _state, Claimed) == Claimed)
            return;

        // Not into the outcome: the batch method may be writing that at this moment.
        Extras.Failure = error;
        CompletionFrame.CompleteInFrame(this);
    }

    /// <summary>
    /// Gate held, if callers can leave. Whether a slot must be forgotten because the batch has failed or was given up: yes, unless it was served
    /// before. When everybody has left, a value that has come and was not served yet is served to nobody: a load that found it could not join.
    /// </summary>
    internal bool MustForget(int index)
        => IsAbandoned ? TaskAt(index) is not { IsCompleted: true } : !(Stream is { } stream ? stream.HasArrived(index) : WasFound(index));

    /// <summary>The key of a slot.</summary>
    internal abstract TKey KeyAt(int index);

    /// <summary>The slot of a key, or -1. The first one where a key stands in several.</summary>
    internal virtual int SlotOf(TKey key)
    {
        if (Extras.SlotByKey is null)
        {
            var slots = new Dictionary<TKey, int>(Count, Identity);
            for (int i = 0; i < Count; i++)
                slots.TryAdd(KeyAt(i), i);
            Extras.SlotByKey = slots;
        }

        return Extras.SlotByKey.TryGetValue(key, out int slot) ? slot : -1;
    }

    /// <summary>The promise of a slot.</summary>
    internal abstract ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index);

    /// <summary>Completes one promise.</summary>
    internal void CompleteAt(int index, in BatchOutcome<TValue> outcome)
    {
        // One that was made a moment ago is completed already.
        if (HasLists && TaskAt(index) is null or { IsCompleted: true })
            return;
        Complete(ref PromiseAt(index), index, in outcome);
        FinishOwnLoads(index);
    }

    /// <summary>Completes the promise of a slot whose value a stream has brought: nobody waits for that key any more.</summary>
    internal void ServeAt(int index, in BatchOutcome<TValue> outcome)
    {
        Owner.KeyServed(this, PromiseAt(index).Task);
        CompleteAt(index, in outcome);

        // A list goes on when all its keys are there.
        ListOf(index)?.Serve(in outcome);
    }

    /// <summary>Completes promises with values, for as long as the cursor is this thread's and the scope is not disposed: the hot loop.</summary>
    /// <returns>The first slot that was not completed.</returns>
    private protected virtual int CompleteValues(ref BatchCursor cursor, int from, TValue[] values, LoaderScope scope) => from;

    /// <summary>Whether a slot, counted in what the batch was cut from, is that of a task.</summary>
    internal bool Holds(Task<TValue> task, int index)
        => (uint)(index - Offset) < (uint)Count && ReferenceEquals(TaskAt(index - Offset), task);

    private Task CallOwner() => Owner.CallBatchMethod(this) ?? Task.FromException(NullTask());

    private void CallBatchMethod()
    {
        if (Telemetry is null)
        {
            _running = CallOwner();
            return;
        }

        // The batch method runs inside the activity; this thread goes on outside it.
        Activity? outer = Activity.Current;
        Extras.StartedAt = Stopwatch.GetTimestamp();
        Telemetry.Loader.Start(Telemetry, Count, Extras.StartedAt);
        if (Owner.Settings.Family is { } family)
            Telemetry.Span?.SetTag(TelemetryNames.Arguments, family.ArgumentCount);
        try
        {
            _running = CallOwner();
        }
        finally
        {
            LoaderTelemetry.Restore(outer);
        }
    }

    private void Land()
    {
        Owner.Scope.Dispatcher.BatchLanded();
        End(_running!);
    }

    // The batch method is done, one way or the other.
    private void End(Task running)
    {
        IBatch? next = Owner.MethodEnded();
        _othersAskLater = Owner.MustLetOthersAsk(this);
        if (Interlocked.Exchange(ref _state, Claimed) == Claimed)
        {
            // The scope was disposed meanwhile: its callers have their answer. A failure nobody waits for is not an unobserved one.
            _ = running.Exception;
            ReportEnd(default, isCancelled: true);
            if (next is not null)
                CompletionFrame.StartInFrame(next);
            return;
        }

        Exception? error = !running.IsCompletedSuccessfully ? Faults.Of(running) : _outcome.IsNone ? BatchErrors.NoOutcome(this) : null;
        if (error is not null)
        {
            _outcome = Stream?.BrokenOffBy(error) ?? _extras?.Found?.BrokenOffBy(error) ?? new BatchOutcome<TValue>(error);

            // Evict first: a caller that retries in its catch block must find the key gone (row D6).
            Owner.Evict(this);
        }

        if (Telemetry is not null)
            ReportEnd(_outcome.CountKeys(Count), isCancelled: error is OperationCanceledException && (IsAbandoned || !Owner.Scope.IsOpen));
        CompletionFrame.CompleteInFrame(this, next);
    }

    private void ReportEnd(in KeyOutcomes keys, bool isCancelled)
    {
        if (Telemetry is { } telemetry)
            telemetry.Loader.Ended(telemetry, Extras.StartedAt, in keys, isCancelled);
    }

    private bool CompleteFrom(ref BatchCursor cursor)
    {
        LoaderScope scope = Owner.Scope;
        BatchStream<TKey, TValue>? stream = Stream;
        BatchOutcome<TValue> outcome = Answer;
        if (HasLists)
            Owner.Seal(this);
        int count = WorkCount;
        ListPart<TValue>? list = null;
        int i = cursor.Position;
        if (stream is null && outcome.OnlyValues is { } values)
            i = CompleteValues(ref cursor, i, values, scope);

        for (; i < count && cursor.TryClaim(i); i++)
        {
            // A continuation may have disposed the scope a moment ago.
            if (scope.IsDisposed && _extras?.Failure is null)
            {
                outcome = new BatchOutcome<TValue>(Extras.Failure = scope.EndOf(LoaderName));
                Owner.Evict(this);
            }

            if (i >= Count)
            {
                list = list is null ? ListAt(i - Count) : list.Following!; // There are as many as are counted.
                if (stream is null || list.TryEndStream())
                    list.Finish(in outcome);
            }
            else if (stream is null || stream.TryTake(i))
                CompleteAt(i, in outcome);
        }

        // The thread that completes the last key gets here; one that lost the rest does not.
        if (i == count)
            Owner.BatchAnswered(this);

        return _othersAskLater;
    }
}
