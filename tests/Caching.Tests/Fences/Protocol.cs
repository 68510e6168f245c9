namespace DataLoader.Caching.Tests.Fences;

/// <summary>How readers and writers use a cache. Each method is one atomic command of the cache.</summary>
internal abstract class Protocol
{
    /// <summary>The ticket of a look-up that gives no right to fill.</summary>
    public const int None = 0;

    /// <summary>Looks a key up that has no value to give.</summary>
    /// <param name="slot">What is there, and what is left there.</param>
    /// <param name="number">A number that no other look-up has.</param>
    /// <returns>A ticket.</returns>
    public abstract int LookUp(ref Slot slot, int number);

    /// <summary>Fills with what was read since the look-up.</summary>
    public abstract void Fill(ref Slot slot, int ticket, int version);

    /// <summary>Invalidates after a write.</summary>
    /// <param name="slot">What is there, and what is left there.</param>
    /// <param name="number">A number that no other invalidation has.</param>
    public abstract void Invalidate(ref Slot slot, int number);

    /// <summary>Whether a value is given out.</summary>
    public virtual bool IsHit(Slot slot) => slot.Content == Content.Value;

    /// <summary>What the cache may lose at any moment: because it is evicted, because its time is over, in a failover.</summary>
    public virtual IEnumerable<Slot> Losses(Slot slot)
    {
        if (slot.Content != Content.Nothing)
            yield return slot with { Content = Content.Nothing, Number = 0 };
    }
}
