namespace DataLoader.Batches;

/// <summary>The keys of a batch that are answered although its method fails: a value cache had them.</summary>
internal sealed class FoundKeys<TValue>(TValue[] values, Exception?[]? errors, bool[] found)
{
    public bool Has(int index) => found[index];

    /// <summary>The outcome when the batch method has failed: what was found stays, the rest fails.</summary>
    public BatchOutcome<TValue> BrokenOffBy(Exception error)
    {
        var all = new Exception?[found.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = found[i] ? errors?[i] : error;
        return new BatchOutcome<TValue>(values, all);
    }
}
