namespace DataLoader;

/// <summary>Decides when pending keys are sent to the batch method.</summary>
public abstract class BatchScheduler
{
    /// <summary>The default: completion frames. Loads started by one piece of running code leave together, without a timer.</summary>
    public static BatchScheduler Frames => throw new NotSupportedException();

    /// <summary>Collects keys for a fixed time after the first one. Adds that time to every batch (row G3).</summary>
    /// <param name="window">How long to collect, zero or more.</param>
    /// <param name="time">The clock; null means the system's.</param>
    /// <returns>The scheduler.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is negative.</exception>
    public static BatchScheduler Window(TimeSpan window, TimeProvider? time = null) => throw new NotSupportedException();

    /// <summary>Called when a loader's first key becomes pending. Must see to it that the batch is dispatched soon, from any thread.</summary>
    /// <param name="batch">The keys pending now and until the dispatch.</param>
    protected internal abstract void Schedule(PendingBatch batch);
}

/// <summary>The keys of one loader that wait to be sent.</summary>
public abstract class PendingBatch
{
    private protected PendingBatch()
    {
    }

    /// <summary>The loader's name.</summary>
    public abstract string LoaderName { get; }

    /// <summary>How many keys wait now.</summary>
    public abstract int KeyCount { get; }

    /// <summary>Sends the keys. Idempotent; may be called at once, late, and from any thread (rows U11, U13).</summary>
    /// <returns>How many batches were sent: 0 when they had been sent already.</returns>
    public abstract int Dispatch();
}

/// <summary>Sends nothing by itself: for tests. Every member is safe to call from any thread (row G1).</summary>
public sealed class ManualBatchScheduler : BatchScheduler
{
    /// <summary>Sends what is pending now.</summary>
    /// <returns>How many batches were sent.</returns>
    public int Dispatch() => throw new NotSupportedException();

    /// <inheritdoc/>
    protected internal override void Schedule(PendingBatch batch)
    {
    }
}
