using DataLoader.Batches;
using DataLoader.Telemetry;

namespace DataLoader;

/// <summary>One call of a batch method: the keys to load, and the place for what came back. Made by the runtime, used by a loader.</summary>
/// <remarks>
/// A loader sets the outcome once, before its task is done; no caller gets a value before that, except from a stream. All the checks that keep a
/// value from reaching another key's caller are behind the Set methods.
/// </remarks>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract partial class Batch<TKey, TValue>
    where TKey : notnull
{
    private protected Batch(BatchOwner<TKey, TValue> owner, int offset, int count, bool mayRepeatKeys, ExecutionContext? context)
    {
        Owner = owner;
        Offset = offset;
        Count = count;
        MayRepeatKeys = mayRepeatKeys;
        _context = context;
    }

    /// <summary>
    /// The keys in the order of their first loads: no copy, a view that stays valid after the batch and refuses every change. Keeping it for long
    /// keeps the batch and its loader; <see cref="CopyKeys"/> gives an array of its own.
    /// </summary>
    public IReadOnlyList<TKey> Keys => KeyList;

    /// <summary>Fires when nobody waits for this batch any more: all callers have left, or the scope was cancelled or disposed.</summary>
    public CancellationToken CancellationToken => Token;

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

    /// <summary>
    /// Disposes what the batch method was given for this batch alone. An error of that never takes the place of what the method has brought, values or an
    /// exception: it goes to the batch's activity.
    /// </summary>
    /// <typeparam name="TScope">What is disposed.</typeparam>
    /// <param name="scope">What is disposed.</param>
    /// <returns>A task that does not fail.</returns>
    public async Task ReleaseAsync<TScope>(TScope scope)
        where TScope : IAsyncDisposable
    {
        try
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            LoaderTelemetry.ReleaseFailed(Telemetry, error);
        }
    }

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
    /// The list or a row is null, a key has two rows, or there is a row that <see cref="SurplusKeys"/> forbids.
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

    /// <summary>Takes the values from a dictionary. <see cref="SurplusKeys"/> says what becomes of entries that nobody asked for.</summary>
    /// <param name="values">The values by key.</param>
    /// <exception cref="BatchContractException">The dictionary is null, or has an entry that it must not have.</exception>
    public void SetDictionary(IReadOnlyDictionary<TKey, TValue>? values)
        => _outcome = BatchOutcome.FromDictionary(this, values);

    internal void SetOutcome(in BatchOutcome<TValue> outcome) => _outcome = outcome;

    /// <summary>Takes the values from a stream: each key is served as it arrives, an error fails only the keys that have not arrived.</summary>
    /// <param name="values">The values, each with its key, in any order.</param>
    /// <returns>A task that is done when the stream has ended.</returns>
    /// <exception cref="BatchContractException">
    /// (In the task.) The stream is null, a key came twice, or a value came that <see cref="SurplusKeys"/> forbids.
    /// </exception>
    public Task SetStreamAsync(IAsyncEnumerable<KeyValuePair<TKey, TValue>>? values)
        => values is null ? Task.FromException(BatchErrors.NullList(this)) : ReadStreamAsync(values);

    private protected virtual async Task ReadStreamAsync(IAsyncEnumerable<KeyValuePair<TKey, TValue>> values)
    {
        var stream = new BatchStream<TKey, TValue>(this, values);
        if (Extras.Stream is not null)
            throw BatchErrors.SecondStream(this);
        Extras.Stream = stream;
        if (HasLists)
            Owner.MakePromises(this);
        if (Interlocked.CompareExchange(ref _state, Streams, Open) != Open)
            throw LoaderScope.Disposal(LoaderName);
        _outcome = await stream.ReadAsync().ConfigureAwait(false);
    }
}
