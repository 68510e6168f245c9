namespace DataLoader;

/// <summary>Sends nothing by itself: for tests. Every member is safe to call from any thread.</summary>
public sealed class ManualBatchScheduler : BatchScheduler
{
    private readonly object _lock = new();
    private List<PendingBatch> _pending = [];

    /// <summary>Sends what is pending now. What becomes pending meanwhile waits for the next call.</summary>
    /// <returns>How many batches were sent.</returns>
    public int Dispatch()
    {
        List<PendingBatch> pending;
        lock (_lock)
        {
            pending = _pending;
            _pending = [];
        }

        int sent = 0;
        foreach (PendingBatch batch in pending)
            sent += batch.Dispatch();
        return sent;
    }

    /// <inheritdoc/>
    protected internal override void Schedule(PendingBatch batch)
    {
        lock (_lock)
            _pending.Add(batch);
    }
}
