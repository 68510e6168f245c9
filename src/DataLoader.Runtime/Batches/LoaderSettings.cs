using DataLoader.Table;

namespace DataLoader.Batches;

/// <summary>What a definition says, overridden by what options say. One for all loaders of a definition, or of an options object.</summary>
internal sealed class LoaderSettings
{
    public required string Name { get; init; }

    public required int MaxBatchSize { get; init; }

    public required int MaxConcurrentBatches { get; init; }

    public required bool Cache { get; init; }

    public required MissingKeys MissingKeys { get; init; }

    public required SurplusKeys Surplus { get; init; }

    /// <summary>The scheduler, or null for completion frames.</summary>
    public required BatchScheduler? Scheduler { get; init; }

    /// <summary>Where the usual size is learned; null for loaders that have nothing in common but their type.</summary>
    public required CapacityHint? Capacity { get; init; }
}
