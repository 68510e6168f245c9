using DataLoader.Batches;

namespace DataLoader;

/// <content>What a batch that no loader has cut does otherwise: <see cref="DetachedBatch{TKey, TValue}"/>.</content>
public abstract partial class Batch<TKey, TValue>
{
    private protected virtual CancellationToken Token => Owner.TokenOf(this);

    /// <summary>What came back; nothing before a Set method was called.</summary>
    private protected BatchOutcome<TValue> Outcome => _outcome;

    /// <summary>Makes a batch of other keys, for a call of a batch method outside of the queue: this batch's loader stands behind it.</summary>
    /// <param name="keys">The keys, each once. The array is taken over.</param>
    /// <param name="slotByKey">The slots of the keys, where they are known already.</param>
    /// <param name="token">What the batch method is given.</param>
    internal DetachedBatch<TKey, TValue> Detach(TKey[] keys, Dictionary<TKey, int>? slotByKey, CancellationToken token)
        => new(Owner, keys, slotByKey, token);

    /// <summary>An error was made for a slot because there is no value for its key.</summary>
    /// <param name="index">The slot.</param>
    /// <param name="besideSurplus">Whether the error names a key that nobody asked for.</param>
    internal virtual void NoteMissing(int index, bool besideSurplus)
    {
    }
}
