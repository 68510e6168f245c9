namespace DataLoader.Tests;

/// <summary>A scheduler of the user's own: does what the test says, and remembers the batches it was given.</summary>
internal sealed class DelegateScheduler(Action<PendingBatch> schedule) : BatchScheduler
{
    private readonly List<PendingBatch> _scheduled = [];

    /// <summary>Never sends anything.</summary>
    public DelegateScheduler()
        : this(static _ => { })
    {
    }

    public PendingBatch[] Scheduled
    {
        get
        {
            lock (_scheduled)
                return [.. _scheduled];
        }
    }

    protected internal override void Schedule(PendingBatch batch)
    {
        lock (_scheduled)
            _scheduled.Add(batch);

        schedule(batch);
    }
}
