namespace DataLoader;

/// <summary>What one loader did in a scope, hits after its last batch included. Instances of the same name count together.</summary>
public sealed class LoaderTotals
{
    /// <summary>The loader's name.</summary>
    public required string LoaderName { get; init; }

    /// <summary>How many loads there were: of one key each.</summary>
    public long Loads => Keys + Shared + Hits;

    /// <summary>How many of them were answered from what the loader remembers.</summary>
    public required long Hits { get; init; }

    /// <summary>How many of them joined a key that waited or was on its way.</summary>
    public required long Shared { get; init; }

    /// <summary>How many keys left in batches.</summary>
    public required long Keys { get; init; }

    /// <summary>How many calls of the batch method were made.</summary>
    public required int Batches { get; init; }

    /// <summary>How many of those had a single key.</summary>
    public required int BatchesOfOne { get; init; }

    /// <summary>How many of those failed as a whole.</summary>
    public required int FailedBatches { get; init; }

    /// <summary>How many of those were cancelled.</summary>
    public required int CancelledBatches { get; init; }

    /// <summary>How many keys failed, other than by having no value.</summary>
    public required long FailedKeys { get; init; }

    /// <summary>How many keys had no value.</summary>
    public required long MissingKeys { get; init; }
}
