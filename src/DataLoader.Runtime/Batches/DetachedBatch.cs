using System.Runtime.CompilerServices;

namespace DataLoader.Batches;

/// <summary>
/// A batch that no loader has cut: some keys for a call of a batch method outside of a loader's queue. Nobody waits for its keys; whoever made it reads
/// the outcome. What a method returns is checked as for any other batch.
/// </summary>
/// <param name="owner">The loader whose name and settings hold for the batch. <see cref="Batch{TKey, TValue}.Detach"/> tells it.</param>
/// <param name="keys">The keys, each once.</param>
/// <param name="slotByKey">The slots of the keys, where they are known already.</param>
/// <param name="token">What the batch method is given.</param>
internal sealed class DetachedBatch<TKey, TValue>(
    BatchOwner<TKey, TValue> owner, TKey[] keys, Dictionary<TKey, int>? slotByKey, CancellationToken token)
    : KeyListBatch<TKey, TValue>(owner, offset: 0, keys.Length, mayRepeatKeys: false, context: null)
    where TKey : notnull
{
    private bool[]? _missing;

    /// <summary>Whether some keys have no value while there were values for keys that nobody asked for. Such errors name keys of the whole batch.</summary>
    public bool HasSurplus { get; private set; }

    private protected override CancellationToken Token => token;

    /// <summary>Calls a batch method with this batch, on this thread and in its context.</summary>
    /// <returns>What came back. The task fails with what the method failed with, unwrapped, or because it broke the contract.</returns>
    public async Task<BatchOutcome<TValue>> CallAsync(IBatchMethod<TKey, TValue> method)
    {
        await (method.Call(this) ?? throw NullTask()).ConfigureAwait(false);
        return Outcome.IsNone ? throw BatchErrors.NoOutcome(this) : Outcome;
    }

    /// <summary>Whether the error of a slot says that there was no value for its key: it was not the batch method that made it.</summary>
    public bool IsMissing(int index) => _missing is not null && _missing[index];

    /// <inheritdoc/>
    internal override TKey KeyAt(int index) => keys[index];

    /// <inheritdoc/>
    internal override int SlotOf(TKey key) => slotByKey is null ? base.SlotOf(key) : slotByKey.TryGetValue(key, out int slot) ? slot : -1;

    /// <inheritdoc/>
    internal override void NoteMissing(int index, bool besideSurplus)
    {
        (_missing ??= new bool[Count])[index] = true;
        HasSurplus |= besideSurplus;
    }

    /// <inheritdoc/>
    internal override ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index)
        => throw new InvalidOperationException("Nobody waits for the keys of a detached batch.");

    // Nobody can be served early, so the values are collected.
    private protected override async Task ReadStreamAsync(IAsyncEnumerable<KeyValuePair<TKey, TValue>> values)
    {
        var byKey = new Dictionary<TKey, TValue>(Count, Identity);
        await foreach ((TKey key, TValue value) in values.WithCancellation(token).ConfigureAwait(false))
        {
            if (!byKey.TryAdd(key, value))
                throw BatchErrors.SecondRow(this, key, null);
        }

        SetDictionary(byKey);
    }
}
