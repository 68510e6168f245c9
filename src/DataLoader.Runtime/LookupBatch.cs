using DataLoader.Batches;

namespace DataLoader;

/// <summary>Takes the outcome of a batch from a lookup: many values for each key.</summary>
public static class LookupBatch
{
    /// <summary>Takes the values from a lookup; a key without values gets an empty list.</summary>
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
        if (lookup is null)
            throw BatchErrors.NullList(batch);

        // Keys that are the same for the loader may be several for the lookup.
        ILookup<TKey, TElement> byIdentity = batch.Identity is { } identity
            ? lookup.SelectMany(static group => group, static (group, element) => (group.Key, element))
                .ToLookup(static pair => pair.Key, static pair => pair.element, identity)
            : lookup;
        var values = new IReadOnlyList<TElement>[batch.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = [.. byIdentity[batch.KeyAt(i)]];
        batch.SetValues(values);
    }
}
