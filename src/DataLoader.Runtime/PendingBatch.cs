namespace DataLoader;

/// <summary>The keys of one loader that wait to be sent.</summary>
public abstract class PendingBatch
{
    private protected PendingBatch()
    {
    }

    /// <summary>The loader's name.</summary>
    public abstract string LoaderName { get; }

    /// <summary>How many keys wait now, 0 once they were sent.</summary>
    public abstract int KeyCount { get; }

    /// <summary>Sends the keys. Idempotent; may be called at once, late, and from any thread.</summary>
    /// <returns>How many batches were sent: 0 when they had been sent already.</returns>
    public abstract int Dispatch();
}
