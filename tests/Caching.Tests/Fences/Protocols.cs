namespace DataLoader.Caching.Tests.Fences;

/// <summary>The one that DataLoader.Caching.Redis has: a miss leaves a lease, only its holder fills, an invalidation deletes.</summary>
internal sealed class Leases : Protocol
{
    public override int LookUp(ref Slot slot, int number)
    {
        if (slot.Content != Content.Nothing)
            return None;
        slot = slot with { Content = Content.Lease, Number = number };
        return number;
    }

    public override void Fill(ref Slot slot, int ticket, int version)
    {
        if (slot.Content == Content.Lease && slot.Number == ticket)
            slot = slot with { Content = Content.Value, Number = version };
    }

    public override void Invalidate(ref Slot slot, int number) => slot = slot with { Content = Content.Nothing, Number = 0 };
}

/// <summary><c>SET</c> and <c>DEL</c>: IDistributedCache, HybridCache, FusionCache.</summary>
internal sealed class SetAndDelete(bool onlyIfAbsent) : Protocol
{
    public override int LookUp(ref Slot slot, int number) => number;

    public override void Fill(ref Slot slot, int ticket, int version)
    {
        if (!onlyIfAbsent || slot.Content == Content.Nothing)
            slot = slot with { Content = Content.Value, Number = version };
    }

    public override void Invalidate(ref Slot slot, int number) => slot = slot with { Content = Content.Nothing, Number = 0 };
}

/// <summary>An invalidation leaves a tombstone, a fill replaces only what its look-up saw.</summary>
/// <param name="isUnique">Whether each invalidation's is another one.</param>
/// <param name="isLost">Whether a tombstone may go while somebody still fills who looked up before it.</param>
/// <param name="losesValues">Whether a value may.</param>
internal sealed class Tombstones(bool isUnique, bool isLost, bool losesValues) : Protocol
{
    private const int NothingThere = 31;

    public override int LookUp(ref Slot slot, int number) => slot.Content == Content.Tombstone ? slot.Number : NothingThere;

    public override void Fill(ref Slot slot, int ticket, int version)
    {
        bool isSame = ticket == NothingThere ? slot.Content == Content.Nothing : slot.Content == Content.Tombstone && slot.Number == ticket;
        if (isSame)
            slot = slot with { Content = Content.Value, Number = version };
    }

    public override void Invalidate(ref Slot slot, int number) => slot = slot with { Content = Content.Tombstone, Number = isUnique ? number : 1 };

    public override IEnumerable<Slot> Losses(Slot slot)
        => slot.Content == Content.Tombstone ? isLost ? base.Losses(slot) : [] : losesValues ? base.Losses(slot) : [];
}

/// <summary>An invalidation counts up beside the key, a value is filled and given out under the count of its look-up.</summary>
/// <param name="isLost">Whether the count may go.</param>
internal sealed class Counters(bool isLost) : Protocol
{
    public override int LookUp(ref Slot slot, int number) => slot.Counter + 1;

    // Under an old count it would be written where nobody looks.
    public override void Fill(ref Slot slot, int ticket, int version)
    {
        if (slot.Counter + 1 == ticket)
            slot = slot with { Content = Content.Value, Number = version };
    }

    public override void Invalidate(ref Slot slot, int number) => slot = new(Content.Nothing, 0, slot.Counter + 1);

    public override IEnumerable<Slot> Losses(Slot slot)
    {
        IEnumerable<Slot> losses = base.Losses(slot);
        return isLost && slot.Counter > 0 ? losses.Append(slot with { Counter = 0 }) : losses;
    }
}
