using DataLoader.Batches;

namespace DataLoader;

/// <summary>Takes the outcome of a batch from a lookup: many values for each key.</summary>
public static class LookupBatch
{
    /// <summary>Takes the values from a lookup; a key without values gets an empty list. <see cref="SurplusKeys"/> says what becomes of others.</summary>
    /// <typeparam name="TKey">What the values are asked for by.</typeparam>
    /// <typeparam name="TElement">One of the values.</typeparam>
    /// <param name="batch">The batch.</param>
    /// <param name="lookup">The values by key.</param>
    /// <exception cref="ArgumentNullException"><paramref name="batch"/> is null.</exception>
    /// <exception cref="BatchContractException">The lookup is null.</exception>
    public static void SetLookup<TKey, TElement>(this Batch<TKey, IReadOnlyList<TElement>> batch, ILookup<TKey, TElement>? lookup)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.SetOutcome(BatchOutcome.FromLookup(batch, lookup));
    }
}
