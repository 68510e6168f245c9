namespace DataLoader.Dispatch;

/// <summary>A loader, as its dispatcher sees it: it has keys that wait to be sent.</summary>
internal interface IPendingKeys
{
    /// <summary>The next one in the dispatcher's list.</summary>
    IPendingKeys? NextHeld { get; set; }

    /// <summary>How many keys wait. Read without a lock, only to see whether it changes.</summary>
    int PendingCount { get; }

    /// <summary>Takes all pending keys and makes batches of them.</summary>
    /// <param name="batches">Where the batches go that are to be started.</param>
    /// <param name="reason">Why they are sent now.</param>
    void Cut(ref BatchQueue batches, DispatchReason reason);
}
