namespace DataLoader.Dispatch;

/// <summary>A loader, as its scope sees it: it has keys that wait to be sent, and it ends with the scope.</summary>
/// <remarks>A class, not an interface: its links are fields then, and no load pays a call for them.</remarks>
internal abstract class ScopeMember
{
    /// <summary>Whether the dispatcher holds the keys of this loader. Guarded by the dispatcher's gate.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The loader held behind this one, or null. Guarded by the dispatcher's gate, and by the one who takes the list from it.</summary>
    public ScopeMember? NextHeld { get; set; }

    /// <summary>Whether the scope knows this loader. Written under the scope's gate; once true it stays true.</summary>
    public bool IsEnlisted { get; set; }

    /// <summary>The next loader of the scope, or null. Guarded by the scope's gate, and fixed once the scope has ended.</summary>
    public ScopeMember? NextInScope { get; set; }

    /// <summary>In the first loader of those that were taken together: which dispatch that was.</summary>
    public int Dispatch { get; set; }

    /// <summary>How many keys wait. Read without a lock, only to see whether it changes.</summary>
    public abstract int PendingCount { get; }

    /// <summary>Takes all pending keys and makes batches of them.</summary>
    /// <param name="batches">Where the batches go that are to be started.</param>
    /// <param name="reason">Why they are sent now.</param>
    /// <param name="dispatch">Counts the dispatches of the scope.</param>
    public abstract void Cut(ref FrameQueue<IBatch> batches, DispatchReason reason, int dispatch);

    /// <summary>Forgets all answers.</summary>
    public abstract void ClearAll();

    /// <summary>Forgets all answers, ends the pending keys as the scope has ended, and gives up the batches in flight.</summary>
    /// <param name="failsInFlight">Whether keys in flight end too; else only their batch's token fires.</param>
    /// <param name="frame">The frame in which the keys end. Opened if there is one to end, for the caller to leave.</param>
    public abstract void Close(bool failsInFlight, ref CompletionFrame? frame);
}
