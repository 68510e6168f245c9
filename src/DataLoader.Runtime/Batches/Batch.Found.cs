using DataLoader.Batches;

namespace DataLoader;

/// <content>Keys that are answered although the batch method fails: a value cache had them.</content>
public abstract partial class Batch<TKey, TValue>
{
    /// <summary>Keeps what a value cache had, in case that the batch method fails.</summary>
    internal void KeepFound(FoundKeys<TValue>? found)
    {
        if (found is not null)
            Extras.Found = found;
    }

    // While nobody has claimed the batch, and when it was ended from outside, its callers get no value.
    private bool WasFound(int index) => IsClaimed && _extras is { Found: { } found, Failure: null } && found.Has(index);
}
