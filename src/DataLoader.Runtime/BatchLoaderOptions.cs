using DataLoader.Batches;
using DataLoader.Table;
using DataLoader.Threading;

namespace DataLoader;

/// <summary>
/// Settings of one loader. What is set here overrides what the attribute says; what is not set keeps the attribute's value. An instance may be
/// shared by many loaders of the same definition and must not change once a loader was made with it.
/// </summary>
/// <typeparam name="TKey">The key that identifies a value: the loader's key, or its cache key where it has one.</typeparam>
/// <typeparam name="TValue">What the loader loads.</typeparam>
public class BatchLoaderOptions<TKey, TValue>
    where TKey : notnull
{
    // Remembered for the next loader of the same definition; benign when two threads race for it.
    [ReadOutsideGate]
    private volatile Merged? _merged;

    /// <summary>The loader's name, for messages and telemetry. Null keeps the declared one.</summary>
    public string? Name { get; set; }

    /// <summary>The most keys one batch holds, 1 or more; 1 means no batching.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxBatchSize
    {
        get => MaxBatchSizeOrNull ?? int.MaxValue;
        set => MaxBatchSizeOrNull = BatchLoaderDefinition.AtLeastOne(value, nameof(MaxBatchSize));
    }

    /// <summary>How many batches may run at the same time, 1 or more; 1 runs them strictly one after another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxConcurrentBatches
    {
        get => MaxConcurrentBatchesOrNull ?? int.MaxValue;
        set => MaxConcurrentBatchesOrNull = BatchLoaderDefinition.AtLeastOne(value, nameof(MaxConcurrentBatches));
    }

    /// <summary>Whether the loader remembers what it loaded. When false nothing is memoised and duplicates reach the batch method.</summary>
    public bool Cache
    {
        get => CacheOrNull ?? true;
        set => CacheOrNull = value;
    }

    /// <summary>What becomes of values for keys that nobody asked for.</summary>
    public SurplusKeys Surplus
    {
        get => SurplusOrNull ?? SurplusKeys.FailIfMissing;
        set => SurplusOrNull = value;
    }

    /// <summary>
    /// Tells which keys are the same. Null keeps the declared comparer, or the default one where none is declared. Not together with <see cref="CacheMap"/>.
    /// </summary>
    public IEqualityComparer<TKey>? KeyComparer { get; set; }

    /// <summary>A cache of the user's own instead of the built-in table. Not together with <see cref="KeyComparer"/>.</summary>
    public ILoaderCache<TKey, TValue>? CacheMap { get; set; }

    /// <summary>
    /// Values that outlive the request: each batch asks it first, and the batch method for the rest. One for the loader and the process. Not together with
    /// <see cref="KeyComparer"/>, and not for a loader with arguments.
    /// </summary>
    public ValueCache<TKey, TValue>? ValueCache { get; set; }

    /// <summary>Decides when pending keys are sent. Null means <see cref="BatchScheduler.Frames"/>.</summary>
    public BatchScheduler? Scheduler { get; set; }

    /// <summary>
    /// For staging: one batch of so many, chosen by chance, is asked a second time with its keys backwards, before its callers are answered. A difference is
    /// told to the observers of the scope (<see cref="LoaderObserver.OnBatchDiffered"/>), and never to callers. 0, the default, for none. Streams, batches of
    /// one key, and scopes that nobody observes are left alone.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int VerifyOneIn
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// Tells <see cref="VerifyOneIn"/> which values are the same. Null asks the type, if it has an equality of its own, as records have; of others it is only
    /// compared whether there is a value.
    /// </summary>
    public IEqualityComparer<TValue>? ValueComparer { get; set; }

    private int? MaxBatchSizeOrNull { get; set; }

    private int? MaxConcurrentBatchesOrNull { get; set; }

    private bool? CacheOrNull { get; set; }

    private SurplusKeys? SurplusOrNull { get; set; }

    /// <summary>What is set that a loader with arguments cannot have: its keys do not tell the values of one argument from those of another.</summary>
    internal string? NotForArguments => CacheMap is not null ? nameof(CacheMap) : ValueCache is not null ? nameof(ValueCache) : null;

    private CapacityHint Capacity { get; } = new();

    /// <summary>A definition, with options over it if there are any.</summary>
    /// <exception cref="ArgumentException">The options hold both a comparer and a cache of the user's own.</exception>
    internal static LoaderSettings Settings(BatchLoaderDefinition definition, BatchLoaderOptions<TKey, TValue>? options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return options is null ? definition.Settings : options.Over(definition);
    }

    /// <summary>These options over a definition.</summary>
    /// <exception cref="ArgumentException">The options hold both a comparer and a cache of the user's own.</exception>
    internal LoaderSettings Over(BatchLoaderDefinition definition)
    {
        Merged? merged = _merged;
        if (merged is null || !ReferenceEquals(merged.Definition, definition))
        {
            merged = new Merged(definition, Merge(definition));
            _merged = merged;
        }

        return merged.Settings;
    }

    private LoaderSettings Merge(BatchLoaderDefinition definition)
    {
        if (KeyComparer is not null && CacheMap is not null)
        {
            throw new ArgumentException(
                $"{Name ?? definition.Name}: {nameof(KeyComparer)} and {nameof(CacheMap)} cannot be set together: " +
                "the map decides which keys are the same.");
        }

        return new LoaderSettings
        {
            Name = Name ?? definition.Name,
            MaxBatchSize = MaxBatchSizeOrNull ?? definition.MaxBatchSize,
            MaxConcurrentBatches = MaxConcurrentBatchesOrNull ?? definition.MaxConcurrentBatches,
            Cache = CacheOrNull ?? definition.Cache,
            MissingKeys = definition.MissingKeys,
            Surplus = SurplusOrNull ?? definition.Surplus,
            Scheduler = ReferenceEquals(Scheduler, BatchScheduler.Frames) ? null : Scheduler,
            Capacity = Capacity,
            VerifyOneIn = VerifyOneIn,
            ValueComparer = ValueComparer,
        };
    }

    private sealed record Merged(BatchLoaderDefinition Definition, LoaderSettings Settings);
}
