using System.Diagnostics;
using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Loading;
using DataLoader.Telemetry;

namespace DataLoader;

/// <summary>One call of a batch method: the keys to load, and the place for what came back. Made by the runtime, used by a loader.</summary>
/// <remarks>
/// A loader sets the outcome once, before its task is done; nobody gets a value before that, except from a stream. All the checks that keep a
/// value from reaching another key's caller are behind the Set methods.
/// </remarks>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract class Batch<TKey, TValue> : IBatch
    where TKey : notnull
{
    // Who answers the callers: nobody yet; a stream, key by key; or the one who has the outcome, or the error, for all that is left.
    private const int Open = 0;
    private const int Streams = 1;
    private const int Claimed = 2;

    // What the batch method is called under, and then its task: never both.
    private object? _run;
    private BatchOutcome<TValue> _outcome;
    private BatchCursor _cursor;
    private BatchExtras<TKey, TValue>? _extras;
    private int _state;
    private bool _shared;

    private protected Batch(LoaderCore<TKey, TValue> core, int first, int count, bool mayRepeatKeys, ExecutionContext? context)
    {
        Core = core;
        First = first;
        Count = count;
        MayRepeatKeys = mayRepeatKeys;
        _run = context;
    }

    /// <summary>
    /// The keys in the order of their first loads: no copy, a view that stays valid after the batch and refuses every change (row U14). Whoever keeps
    /// it for long keeps the batch and its loader; <see cref="CopyKeys"/> gives an array of its own.
    /// </summary>
    public IReadOnlyList<TKey> Keys => KeyList;

    /// <summary>Fires when nobody waits for this batch any more: all callers have left, or the scope was cancelled or disposed (X12).</summary>
    public CancellationToken CancellationToken => Core.TokenOf(this);

    private protected abstract IReadOnlyList<TKey> KeyList { get; }

    /// <summary>What the batch was cut from.</summary>
    private protected LoaderCore<TKey, TValue> Core { get; }

    /// <summary>Where the first key stands in what the batch was cut from.</summary>
    private protected int First { get; }

    /// <summary>How many keys there are.</summary>
    internal int Count { get; }

    /// <summary>What is told about this batch, or null.</summary>
    internal BatchTelemetry? Telemetry
    {
        get => _extras?.Telemetry;
        set => Extras.Telemetry = value;
    }

    /// <summary>How many keys still have a caller; meaningful only while all callers of the batch may leave. Guarded by the loader's gate.</summary>
    internal int KeysWithCallers
    {
        get => _extras?.KeysWithCallers ?? 0;
        set => Extras.KeysWithCallers = value;
    }

    /// <summary>Whether every caller of the batch may leave. Guarded by the loader's gate.</summary>
    internal bool CallersMayLeave { get; set; }

    /// <summary>Whether all callers have left. Guarded by the loader's gate.</summary>
    internal bool IsAbandoned { get; set; }

    /// <summary>The token source of this batch, if its token was read while all its callers might leave. Guarded by the loader's gate.</summary>
    internal CancellationTokenSource? Abandoning
    {
        get => _extras?.Abandoning;
        set => Extras.Abandoning = value;
    }

    /// <summary>Whether the outcome is there and completing has begun, or soon will.</summary>
    internal bool IsClaimed => Volatile.Read(ref _state) == Claimed;

    /// <summary>Whether one key may stand in several slots.</summary>
    internal bool MayRepeatKeys { get; }

    internal string LoaderName => Core.Settings.Name;

    internal MissingKeys MissingKeys => Core.Settings.MissingKeys;

    /// <summary>Tells which keys are the same; null means the default comparer.</summary>
    internal IEqualityComparer<TKey>? Identity => Core.Identity;

    private BatchExtras<TKey, TValue> Extras => _extras ?? Interlocked.CompareExchange(ref _extras, new(), null) ?? _extras;

    // Once the batch method was called: then there is a task, and nothing else. A cast would walk up to Task from what is mostly an async method's box.
    private Task Running => Unsafe.As<Task>(_run!);

    private BatchStream<TKey, TValue>? Stream => _extras?.Stream;

    Dispatcher IBatch.Dispatcher => Core.Scope.Dispatcher;

    /// <summary>A copy of the keys that its receiver owns.</summary>
    /// <returns>A new array.</returns>
    public TKey[] CopyKeys()
    {
        var keys = new TKey[Count];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = KeyAt(i);
        return keys;
    }

    /// <summary>The exception for a batch method that returned null instead of a task.</summary>
    /// <returns>An exception to throw.</returns>
    public BatchContractException NullTask() => BatchErrors.NullTask(this);

    /// <summary>Takes one value for each key, in the order of the keys.</summary>
    /// <param name="values">The values. An array is taken over as it is: it must not be changed afterwards.</param>
    /// <exception cref="BatchContractException">The list is null or its count is not the count of the keys.</exception>
    public void SetValues(IReadOnlyList<TValue>? values)
        => _outcome = BatchOutcome.FromValues(this, values);

    /// <summary>Takes one value for each key, in the order of the keys, and proves that each belongs to its key.</summary>
    /// <typeparam name="TKeyOf">Tells the key of a value.</typeparam>
    /// <param name="values">The values.</param>
    /// <exception cref="BatchContractException">The list is null or its count is not the count of the keys.</exception>
    /// <exception cref="KeyOrderException">A value belongs to another key than that of its slot.</exception>
    public void SetValues<TKeyOf>(IReadOnlyList<TValue>? values)
        where TKeyOf : struct, IKeyOf<TKey, TValue>
    {
        BatchOutcome<TValue> outcome = BatchOutcome.FromValues(this, values);
        KeyGuard.Check<TKey, TValue, TKeyOf>(this, outcome);
        _outcome = outcome;
    }

    /// <summary>Takes rows in any order and puts them in the order of the keys.</summary>
    /// <typeparam name="TKeyOf">Tells the key of a row.</typeparam>
    /// <param name="rows">The rows, at most one for each key.</param>
    /// <exception cref="BatchContractException">
    /// The list or a row is null, a key has two rows, or a row belongs to a key that nobody asked for.
    /// </exception>
    public void SetRows<TKeyOf>(IReadOnlyList<TValue>? rows)
        where TKeyOf : struct, IKeyOf<TKey, TValue>
        => _outcome = KeyGuard.Arrange<TKey, TValue, TKeyOf>(this, rows);

    /// <summary>Takes one value or error for each key, in the order of the keys.</summary>
    /// <param name="results">The results.</param>
    /// <exception cref="BatchContractException">The list is null or its count is not the count of the keys.</exception>
    public void SetResults(IReadOnlyList<LoadResult<TValue>>? results)
        => _outcome = BatchOutcome.FromResults(this, results);

    /// <summary>Takes one value or error for each key, in the order of the keys, and proves that each value belongs to its key.</summary>
    /// <typeparam name="TKeyOf">Tells the key of a value.</typeparam>
    /// <param name="results">The results.</param>
    /// <exception cref="BatchContractException">The list is null or its count is not the count of the keys.</exception>
    /// <exception cref="KeyOrderException">A value belongs to another key than that of its slot.</exception>
    public void SetResults<TKeyOf>(IReadOnlyList<LoadResult<TValue>>? results)
        where TKeyOf : struct, IKeyOf<TKey, TValue>
    {
        BatchOutcome<TValue> outcome = BatchOutcome.FromResults(this, results);
        KeyGuard.Check<TKey, TValue, TKeyOf>(this, outcome);
        _outcome = outcome;
    }

    /// <summary>Takes the values from a dictionary. Entries that nobody asked for are ignored.</summary>
    /// <param name="values">The values by key.</param>
    /// <exception cref="BatchContractException">The dictionary is null.</exception>
    public void SetDictionary(IReadOnlyDictionary<TKey, TValue>? values)
        => _outcome = BatchOutcome.FromDictionary(this, values);

    /// <summary>Takes the values from a stream: each key is served as it arrives, an error fails only the keys that have not arrived.</summary>
    /// <param name="values">The values, each with its key, in any order.</param>
    /// <returns>A task that is done when the stream has ended.</returns>
    /// <exception cref="BatchContractException">
    /// (In the task.) The stream is null, a key came twice, or a value came for a key that nobody asked for.
    /// </exception>
    public async Task SetStreamAsync(IAsyncEnumerable<KeyValuePair<TKey, TValue>>? values)
    {
        var stream = new BatchStream<TKey, TValue>(this, values ?? throw BatchErrors.NullList(this));
        Extras.Stream = stream;
        if (Interlocked.CompareExchange(ref _state, Streams, Open) != Open)
            throw LoaderScope.Disposal(LoaderName);
        _outcome = await stream.ReadAsync().ConfigureAwait(false);
    }

    void IBatch.Start()
    {
        if (Core.MustNotStart(this))
            return;

        try
        {
            ExecutionContext context = (ExecutionContext?)_run ?? CleanContext.Instance;
            ExecutionContext.Run(context, static batch => ((Batch<TKey, TValue>)batch!).CallBatchMethod(), this);
        }
        catch (Exception error)
        {
            _run = Task.FromException(error);
        }

        if (Running.IsCompleted)
        {
            End();
            return;
        }

        Core.Scope.Dispatcher.BatchInFlight();
        Running.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Land);
    }

    int IBatch.Remaining => Count - (_extras?.Successor is { } successor ? successor.Cursor.Position : _cursor.Position);

    bool IBatch.Complete() => CompleteFrom(ref _cursor);

    bool IBatch.TakeOver()
    {
        // Whoever is blocked in a continuation keeps the key it is at; the rest is ours, until we block too.
        BatchExtras<TKey, TValue> extras = Extras;
        extras.TakingOver.Enter();
        int from = extras.Successor is null ? _cursor.TakeOver() : extras.Successor.Cursor.TakeOver();
        BatchCursor.Box mine = new() { Cursor = new BatchCursor(from) };
        extras.Successor = mine;
        extras.TakingOver.Exit();
        return from == Count ? _shared : CompleteFrom(ref mine.Cursor);
    }

    /// <summary>Ends the batch for its callers with an error, unless an outcome was first. What the batch method returns is dropped.</summary>
    internal void Fail(Exception error)
    {
        if (Interlocked.Exchange(ref _state, Claimed) == Claimed)
            return;

        // Not into the outcome: the batch method may be writing that at this moment.
        Extras.Failure = error;
        CompletionFrame.Complete(this);
    }

    /// <summary>Whether a slot must be forgotten when the batch has failed: yes, unless it was served before.</summary>
    internal bool FailsWithBatch(int index) => Stream is not { } stream || !stream.HasArrived(index);

    /// <summary>The key of a slot.</summary>
    internal abstract TKey KeyAt(int index);

    /// <summary>The slot of a key, or -1. The first one where a key stands in several.</summary>
    internal virtual int SlotOf(TKey key)
    {
        if (Extras.Slots is null)
        {
            var slots = new Dictionary<TKey, int>(Count, Identity);
            for (int i = 0; i < Count; i++)
                slots.TryAdd(KeyAt(i), i);
            Extras.Slots = slots;
        }

        return Extras.Slots.TryGetValue(key, out int slot) ? slot : -1;
    }

    /// <summary>The promise of a slot.</summary>
    internal abstract ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index);

    /// <summary>Completes promises with values, for as long as the cursor is this thread's and the scope is not disposed: the hot loop.</summary>
    /// <returns>The first slot that was not completed.</returns>
    private protected virtual int CompleteValues(ref BatchCursor cursor, int from, TValue[] values, LoaderScope scope) => from;

    /// <summary>Completes one promise.</summary>
    internal void CompleteAt(int index, in BatchOutcome<TValue> outcome)
    {
        if (outcome.ErrorAt(index) is { } error)
            PromiseAt(index).SetException(error);
        else
            PromiseAt(index).SetResult(outcome.ValueAt(index));
    }

    private Task CallOwner() => Core.Owner.CallBatchMethod(this) ?? Task.FromException(NullTask());

    private void CallBatchMethod()
    {
        if (Telemetry is null)
        {
            _run = CallOwner();
            return;
        }

        // The batch method runs inside the activity; this thread goes on outside it.
        Activity? outer = Activity.Current;
        Extras.StartedAt = Stopwatch.GetTimestamp();
        Extras.Activity = Telemetry.Loader.Start(Telemetry, Count);
        try
        {
            _run = CallOwner();
        }
        finally
        {
            Activity.Current = outer;
        }
    }

    private void Land()
    {
        Core.Scope.Dispatcher.BatchLanded();
        End();
    }

    // The batch method is done, one way or the other.
    private void End()
    {
        IBatch? next = Core.FreeSlot();
        _shared = Core.TakeShared(this);
        if (Interlocked.Exchange(ref _state, Claimed) == Claimed)
        {
            // The scope was disposed meanwhile: its callers have their answer. A failure nobody waits for is not an unobserved one.
            _ = Running.Exception;
            Tell(Running.IsCompletedSuccessfully ? null : BatchErrors.Of(Running));
            if (next is not null)
                CompletionFrame.StartNext(next);
            return;
        }

        Exception? error = !Running.IsCompletedSuccessfully ? BatchErrors.Of(Running) : _outcome.IsNone ? BatchErrors.NoOutcome(this) : null;
        if (error is not null)
        {
            _outcome = Stream?.BrokenOffBy(error) ?? new BatchOutcome<TValue>(error);

            // Evict first: a caller that retries in its catch block must find the key gone (row D6).
            Core.Evict(this);
        }

        Tell(error);
        CompletionFrame.Complete(this, next);
    }

    private void Tell(Exception? error)
    {
        if (Telemetry is { } telemetry)
            telemetry.Loader.Ended(Extras.Activity, Extras.StartedAt, error);
    }

    private bool CompleteFrom(ref BatchCursor cursor)
    {
        LoaderScope scope = Core.Scope;
        BatchStream<TKey, TValue>? stream = Stream;
        BatchOutcome<TValue> outcome = _extras?.Failure is { } failure ? new BatchOutcome<TValue>(failure) : _outcome;
        int i = cursor.Position;
        if (stream is null && outcome.OnlyValues is { } values)
            i = CompleteValues(ref cursor, i, values, scope);

        for (; i < Count && cursor.TryClaim(i); i++)
        {
            // A continuation may have disposed the scope a moment ago.
            if (scope.IsDisposed && _extras?.Failure is null)
            {
                outcome = new BatchOutcome<TValue>(Extras.Failure = LoaderScope.Disposal(LoaderName));
                Core.Evict(this);
            }

            if (stream is null || stream.TryTake(i))
                CompleteAt(i, in outcome);
        }

        // Whoever completes the last key gets here; a thread that lost the rest does not.
        if (i == Count)
            Core.Settled(this);

        return _shared;
    }
}
