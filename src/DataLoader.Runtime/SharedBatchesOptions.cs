namespace DataLoader;

/// <summary>Settings of the batches that requests share. What is not set keeps what the attribute says.</summary>
public sealed class SharedBatchesOptions
{
    /// <summary>How many calls of one partition may run at a time, 1 or more; 4 where nothing is set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaxConcurrentBatches { get; init => field = AtLeastOne(value, nameof(MaxConcurrentBatches)); }

    /// <summary>The most keys that requests are merged up to, 1 or more. The batch of one request is never cut by it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaxBatchSize { get; init => field = AtLeastOne(value, nameof(MaxBatchSize)); }

    /// <summary>
    /// How long a request waits at most for calls that run, until one more is made: 25 ms by default. <see cref="Timeout.InfiniteTimeSpan"/> means for ever.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or above 24 days.</exception>
    public TimeSpan MaxWait { get; init => field = Waitable(value); } = TimeSpan.FromMilliseconds(25);

    /// <summary>The clock that the wait is measured by. Null means the system's.</summary>
    public TimeProvider? Time { get; init; }

    private static int? AtLeastOne(int? value, string name)
    {
        if (value is { } it)
            ArgumentOutOfRangeException.ThrowIfLessThan(it, 1, name);
        return value;
    }

    private static TimeSpan Waitable(TimeSpan value)
    {
        if (value != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(MaxWait));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMilliseconds(int.MaxValue), nameof(MaxWait));
        }

        return value;
    }
}
