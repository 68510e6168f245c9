namespace DataLoader;

/// <summary>An earlier batch of the same loader and scope that had room for the keys of a later one.</summary>
public sealed class MissedMerge
{
    /// <summary>The <see cref="BatchReceipt.Number"/> of the earlier batch.</summary>
    public required int Number { get; init; }

    /// <summary>Why it did not carry them.</summary>
    public required MissedMergeReason Reason { get; init; }

    /// <summary>Where the keys of the earlier batch were asked for; empty unless call sites are captured.</summary>
    public required IReadOnlyList<string> CallSites { get; init; }
}
