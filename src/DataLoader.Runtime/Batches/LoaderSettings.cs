using DataLoader.Table;

namespace DataLoader.Batches;

/// <summary>What a definition says, overridden by what options say. One for all loaders of a definition, of an options object, or of a family.</summary>
internal sealed record LoaderSettings
{
    public required string Name { get; init; }

    public required int MaxBatchSize { get; init; }

    public required int MaxConcurrentBatches { get; init; }

    public required bool Cache { get; init; }

    public required MissingKeys MissingKeys { get; init; }

    public required SurplusKeys Surplus { get; init; }

    /// <summary>The scheduler, or null for completion frames.</summary>
    public required BatchScheduler? Scheduler { get; init; }

    /// <summary>Where the usual size is learned.</summary>
    public required CapacityHint Capacity { get; init; }

    /// <summary>One batch of so many is asked twice; 0 for none.</summary>
    public int VerifyOneIn { get; init; }

    /// <summary>Compares what such a batch brings: an <see cref="IEqualityComparer{T}"/> of the values, or null.</summary>
    public object? ValueComparer { get; init; }

    /// <summary>What the loaders of a family share; null for a loader that is of none.</summary>
    public FamilyState? Family { get; init; }
}
