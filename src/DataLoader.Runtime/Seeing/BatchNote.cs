namespace DataLoader.Seeing;

/// <summary>What is noted of a batch until it ends. Written by one thread after the other, but for what further callers add.</summary>
internal sealed class BatchNote(ScopeLog scope, LoaderLog loader, in Origin origin)
{
    // Of the batches that led to this one, so many are remembered, by their numbers: a chain of loads may be as long as its scope lives.
    private const int MostAncestors = 16;

    private readonly int[] _line = LineUpTo(origin.WokenBy);

    public ScopeLog Scope { get; } = scope;

    public LoaderLog Loader { get; } = loader;

    public long FirstKeyAt { get; } = origin.At;

    public bool IsHeld { get; } = origin.IsHeld;

    public int? WokenBy { get; } = origin.WokenBy?.Number;

    public int Level { get; } = (origin.WokenBy?.Level ?? 0) + 1;

    public required DispatchReason Reason { get; init; }

    public required int Dispatch { get; init; }

    public required int KeyCount { get; init; }

    public required int Part { get; init; }

    public required int PartCount { get; init; }

    public required long CutAt { get; init; }

    public required int Hits { get; init; }

    public required string[] CallSites { get; init; }

    /// <summary>Further loads of its keys. Guarded by the loader's gate; read when the batch has ended.</summary>
    public int Shared { get; set; }

    /// <summary>Keys that the value cache had; set by the call, as the next one.</summary>
    public int CachedKeys { get; set; }

    /// <summary>The requests in the call that answered it.</summary>
    public int Requests { get; set; } = 1;

    /// <summary>Set when the batch method is called, as what follows.</summary>
    public int Number { get; set; }

    public long SentAt { get; set; }

    public MissedMerge? Missed { get; set; }

    /// <summary>Whether this batch came about because another one had answered.</summary>
    public bool Follows(BatchNote other) => Array.IndexOf(_line, other.Number) >= 0;

    private static int[] LineUpTo(BatchNote? last)
        => last is null ? [] : [.. last._line.AsSpan(Math.Max(0, last._line.Length - MostAncestors + 1)), last.Number];
}
