namespace DataLoader;

/// <summary>How long loads wait for a value cache, and when it is left alone.</summary>
public sealed class ValueCacheOptions
{
    /// <summary>How long a batch waits for its look-up; after that all its keys are misses. 100 ms by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan LookUpTimeout { get; init => field = Positive(value, nameof(LookUpTimeout)); } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many look-ups in a row must fail until none is tried for a while. 3 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int FailuresToOpen { get; init => field = AtLeastOne(value, nameof(FailuresToOpen)); } = 3;

    /// <summary>How long none is tried then. Each time this is over one look-up is tried, while all others go on without. One second by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan OpenFor { get; init => field = Positive(value, nameof(OpenFor)); } = TimeSpan.FromSeconds(1);

    /// <summary>How many batches may be on their way into the cache at a time; what comes beyond that is not stored. 64 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPendingFills { get; init => field = AtLeastOne(value, nameof(MaxPendingFills)); } = 64;

    /// <summary>Whether a load waits until its value is stored. For tests; false by default.</summary>
    public bool WaitForFills { get; init; }

    /// <summary>The clock; null means the system's.</summary>
    public TimeProvider? Time { get; init; }

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

    private static TimeSpan Positive(TimeSpan value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
        return value;
    }
}
