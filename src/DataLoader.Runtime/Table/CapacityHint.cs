namespace DataLoader.Table;

/// <summary>
/// How many keys loaders of one definition usually hold, so that their tables start at the right size. Learned from the first batch of each
/// loader: it grows at most fourfold a loader, and falls as fast, so that it stays near the median. A caller who asks for very many keys now and then makes
/// the tables of the others no larger. Races lose an observation at worst.
/// </summary>
internal sealed class CapacityHint
{
    private const int MaxLength = 1 << 16;
    private const int Step = 4;
    private int _typical;

    /// <summary>The length a new table should have, 0 when nothing is known.</summary>
    public int Next() => _typical;

    /// <summary>Learns that a loader's first batch had this many keys.</summary>
    public void Observe(int count)
    {
        int typical = _typical;
        if (count == typical)
            return;
        _typical = count > typical ? Math.Min(count, Math.Min(MaxLength, Math.Max(typical * Step, 64)))
            : count < typical / Step ? typical / Step
            : typical - Math.Max((typical - count) / Step, 1);
    }
}
