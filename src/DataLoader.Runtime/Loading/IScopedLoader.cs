namespace DataLoader.Loading;

/// <summary>A loader, as its scope sees it: it ends with the scope.</summary>
internal interface IScopedLoader
{
    /// <summary>Whether the scope knows this loader.</summary>
    bool IsEnlisted { get; set; }

    /// <summary>The next loader of the scope.</summary>
    IScopedLoader? NextInScope { get; set; }

    /// <summary>Forgets all answers, ends the pending keys as the scope has ended, and gives up the batches in flight.</summary>
    /// <param name="failsInFlight">Whether keys in flight end too; else only their batch's token fires.</param>
    void Close(bool failsInFlight);
}
