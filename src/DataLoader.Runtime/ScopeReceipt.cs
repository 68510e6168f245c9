namespace DataLoader;

/// <summary>What a scope did, told when it is disposed.</summary>
public sealed class ScopeReceipt
{
    /// <summary>Tells the scope from every other one of this process.</summary>
    public required long ScopeId { get; init; }

    /// <summary>When the scope was made.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it was open.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether it was given up before it was disposed.</summary>
    public required bool WasAborted { get; init; }

    /// <summary>The loaders that were asked for something, in the order in which they were made.</summary>
    public required IReadOnlyList<LoaderTotals> Loaders { get; init; }

    /// <summary>The batches that have ended, in that order. Empty unless an observer <see cref="LoaderObserver.KeepsReceipts"/>.</summary>
    public required IReadOnlyList<BatchReceipt> Batches { get; init; }
}
