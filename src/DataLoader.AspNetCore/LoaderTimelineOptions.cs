namespace DataLoader.AspNetCore;

/// <summary>Settings of the timeline.</summary>
public sealed class LoaderTimelineOptions
{
    /// <summary>How many requests are kept: the last ones. 200 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Capacity
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 200;

    /// <summary>How many batches of a request are kept: the first ones. 500 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxBatches
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 500;

    /// <summary>
    /// Whether the page shows where keys were asked for. Only in Development: it costs a stack walk for each load. Off by default.
    /// </summary>
    public bool CaptureCallSites { get; set; }

    /// <summary>Whether responses have a <c>Server-Timing</c> header. Null, the default, means only in Development.</summary>
    public bool? ServerTiming { get; set; }
}
