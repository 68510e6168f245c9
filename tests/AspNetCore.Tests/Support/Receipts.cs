namespace DataLoader.AspNetCore.Tests.Support;

/// <summary>Receipts as a scope would make them.</summary>
internal static class Receipts
{
    public static ScopeReceipt OfScope(long id, int batches) => new()
    {
        ScopeId = id,
        StartedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(batches),
        WasAborted = false,
        Loaders =
        [
            new LoaderTotals
            {
                LoaderName = "Items", Hits = 0, Shared = 0, Keys = batches, Batches = batches, BatchesOfOne = 0,
                FailedBatches = 0, CancelledBatches = 0, FailedKeys = 0, MissingKeys = 0,
            },
        ],
        Batches = [.. Enumerable.Range(1, batches).Select(number => OfBatch(id, number))],
    };

    private static BatchReceipt OfBatch(long scope, int number) => new()
    {
        LoaderName = "Items", ScopeId = scope, Number = number, Dispatch = number, Reason = DispatchReason.RootFrame, WokenBy = null, Level = 1,
        KeyCount = 1, MaxBatchSize = int.MaxValue, Part = 1, PartCount = 1, Shared = 0, Hits = 0, FirstKeyAt = TimeSpan.Zero, SentAt = TimeSpan.Zero,
        EndedAt = TimeSpan.FromMilliseconds(1), WaitedForFrame = TimeSpan.Zero, WaitedForSlot = TimeSpan.Zero, Status = BatchStatus.Succeeded,
        ErrorType = null, FailedKeys = 0, MissingKeys = 0, CallSites = [], MissedMerge = null,
    };
}
