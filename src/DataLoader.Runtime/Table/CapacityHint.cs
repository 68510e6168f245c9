namespace DataLoader.Table;

/// <summary>
/// How many keys loaders of one definition usually hold, so that their tables start at the right size. Learned from the first batch of each
/// loader: it grows at most fourfold a loader and falls by a quarter of the difference, so that one outlier costs little and not for long.
/// Races lose an observation at worst.
/// </summary>
internal sealed class CapacityHint
{
    private const int MaxLength = 1 << 16;
    private int _typical;

    /// <summary>The length a new table should have, 0 when nothing is known.</summary>
    public int Next() => _typical;

    /// <summary>Learns that a loader's first batch had this many keys.</summary>
    public void Observe(int count)
    {
        int typical = _typical;
        if (count == typical)
            return;
        _typical = count > typical
            ? Math.Min(count, Math.Min(MaxLength, Math.Max(typical * 4, 64)))
            : typical - Math.Max((typical - count) / 4, 1);
    }
}
