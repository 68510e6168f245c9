using DataLoader.Batches;
using DataLoader.Table;

namespace DataLoader;

/// <summary>What all instances of one loader have in common. A generated loader has one, in a static field; it holds no key and no value.</summary>
public sealed class BatchLoaderDefinition
{
    /// <summary>Defines a loader.</summary>
    /// <param name="name">The loader's name, for messages and telemetry.</param>
    public BatchLoaderDefinition(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>The loader's name, for messages and telemetry.</summary>
    public string Name { get; }

    /// <summary>The most keys one batch holds. Unlimited by default; 1 means no batching.</summary>
    public int MaxBatchSize { get; init => field = AtLeastOne(value, nameof(MaxBatchSize)); } = int.MaxValue;

    /// <summary>How many batches may run at the same time. Unlimited by default.</summary>
    public int MaxConcurrentBatches { get; init => field = AtLeastOne(value, nameof(MaxConcurrentBatches)); } = int.MaxValue;

    /// <summary>Whether the loader remembers what it loaded. True by default.</summary>
    public bool Cache { get; init; } = true;

    /// <summary>What a load gets when the batch has no value for its key. <see cref="MissingKeys.Null"/> by default.</summary>
    public MissingKeys MissingKeys { get; init; }

    /// <summary>What becomes of values for keys that nobody asked for. <see cref="SurplusKeys.FailIfMissing"/> by default.</summary>
    public SurplusKeys Surplus { get; init; }

    /// <summary>The definition as settings, for loaders without options.</summary>
    internal LoaderSettings Settings => field ??= new LoaderSettings
    {
        Name = Name,
        MaxBatchSize = MaxBatchSize,
        MaxConcurrentBatches = MaxConcurrentBatches,
        Cache = Cache,
        MissingKeys = MissingKeys,
        Surplus = Surplus,
        Scheduler = null,
        Capacity = new CapacityHint(),
    };

    internal static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
