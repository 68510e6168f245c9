namespace DataLoader.Dispatch;

/// <summary>A loader, as its scope sees it: it has keys that wait to be sent, and it ends with the scope.</summary>
/// <remarks>A class, not an interface: its links are fields then, and no load pays a call for them.</remarks>
internal abstract class ScopedLoader
{
    /// <summary>The next one of those whose keys are held, in a circle; null while this one's are not. Guarded by the dispatcher's gate.</summary>
    public ScopedLoader? NextHeld { get; set; }

    /// <summary>The next loader of the scope; the last one names itself. Null while the scope does not know this one. Guarded by the scope's gate.</summary>
    public ScopedLoader? NextInScope { get; set; }

    /// <summary>How many keys wait. Read without a lock, only to see whether it changes.</summary>
    public abstract int PendingCount { get; }

    /// <summary>Takes all pending keys and makes batches of them.</summary>
    /// <param name="batches">Where the batches go that are to be started.</param>
    /// <param name="reason">Why they are sent now.</param>
    public abstract void Cut(ref BatchQueue batches, DispatchReason reason);

    /// <summary>Forgets all answers, ends the pending keys as the scope has ended, and gives up the batches in flight.</summary>
    /// <param name="failsInFlight">Whether keys in flight end too; else only their batch's token fires.</param>
    public abstract void Close(bool failsInFlight);
}
