namespace DataLoader;

/// <summary>One call of a batch method: the keys to load, and the place for what came back. Made by the runtime, used by a loader.</summary>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract class Batch<TKey, TValue>
    where TKey : notnull
{
    private protected Batch()
    {
    }

    /// <summary>The keys in the order of their first loads. A read-only view that stays valid after the batch and can not be cast to something mutable.</summary>
    public IReadOnlyList<TKey> Keys => throw new NotSupportedException();

    /// <summary>Fires when nobody waits for this batch any more: all callers have left, or the scope was cancelled or disposed.</summary>
    public CancellationToken CancellationToken => throw new NotSupportedException();

    /// <summary>A copy of the keys that its receiver owns.</summary>
    /// <returns>A new array.</returns>
    public TKey[] CopyKeys() => throw new NotSupportedException();

    /// <summary>The exception for a batch method that returned null instead of a task.</summary>
    /// <returns>An exception to throw.</returns>
    public BatchContractException NullTask() => throw new NotSupportedException();

    /// <summary>Takes one value for each key, in the order of the keys.</summary>
    /// <param name="values">The values.</param>
    /// <exception cref="BatchContractException">The list is null or its count is not the count of the keys.</exception>
    public void SetValues(IReadOnlyList<TValue>? values) => throw new NotSupportedException();

    /// <summary>Takes one value for each key, in the order of the keys, and proves that each belongs to its key.</summary>
    /// <typeparam name="TKeyOf">Tells the key of a value.</typeparam>
    /// <param name="values">The values.</param>
    /// <exception cref="BatchContractException">The list is null or its count is not the count of the keys.</exception>
    /// <exception cref="KeyOrderException">A value belongs to another key than that of its slot.</exception>
    public void SetValues<TKeyOf>(IReadOnlyList<TValue>? values)
        where TKeyOf : struct, IKeyOf<TKey, TValue>
        => throw new NotSupportedException();

    /// <summary>Takes rows in any order and puts them in the order of the keys.</summary>
    /// <typeparam name="TKeyOf">Tells the key of a row.</typeparam>
    /// <param name="rows">The rows, at most one for each key.</param>
    /// <exception cref="BatchContractException">The list is null, a key has two rows, or a row belongs to a key that nobody asked for.</exception>
    public void SetRows<TKeyOf>(IReadOnlyList<TValue>? rows)
        where TKeyOf : struct, IKeyOf<TKey, TValue>
        => throw new NotSupportedException();

    /// <summary>Takes one value or error for each key, in the order of the keys.</summary>
    /// <param name="results">The results.</param>
    /// <exception cref="BatchContractException">The list is null or its count is not the count of the keys.</exception>
    public void SetResults(IReadOnlyList<LoadResult<TValue>>? results) => throw new NotSupportedException();

    /// <summary>Takes one value or error for each key, in the order of the keys, and proves that each value belongs to its key.</summary>
    /// <typeparam name="TKeyOf">Tells the key of a value.</typeparam>
    /// <param name="results">The results.</param>
    /// <exception cref="BatchContractException">The list is null or its count is not the count of the keys.</exception>
    /// <exception cref="KeyOrderException">A value belongs to another key than that of its slot.</exception>
    public void SetResults<TKeyOf>(IReadOnlyList<LoadResult<TValue>>? results)
        where TKeyOf : struct, IKeyOf<TKey, TValue>
        => throw new NotSupportedException();

    /// <summary>Takes the values from a dictionary. Entries that nobody asked for are ignored.</summary>
    /// <param name="values">The values by key.</param>
    /// <exception cref="BatchContractException">The dictionary is null.</exception>
    public void SetDictionary(IReadOnlyDictionary<TKey, TValue>? values) => throw new NotSupportedException();

    /// <summary>Takes the values from a stream: each key is served as it arrives, an error fails only the keys that have not arrived.</summary>
    /// <param name="values">The values, each with its key, in any order.</param>
    /// <returns>A task that is done when the stream has ended.</returns>
    public Task SetStreamAsync(IAsyncEnumerable<KeyValuePair<TKey, TValue>>? values) => throw new NotSupportedException();

    internal void SetGroups(Func<TKey, TValue>? groupOf) => throw new NotSupportedException();
}
