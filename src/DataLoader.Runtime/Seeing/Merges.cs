namespace DataLoader.Seeing;

/// <summary>Finds the batch that could have carried the keys of a later one.</summary>
internal static class Merges
{
    /// <summary>What a batch has missed.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="earlier">Earlier batches of loaders of its name, in order.</param>
    public static MissedMerge? Of(BatchNote batch, List<BatchNote> earlier)
    {
        BatchNote? missed = null;
        for (int i = earlier.Count - 1; i >= 0; i--)
        {
            BatchNote it = earlier[i];
            if (batch.Part > 1 ? ArePartsOfOne(batch, it) : ReferenceEquals(it.Loader, batch.Loader) && HasRoom(it))
                return With(it, ReasonFor(batch, it));
            if (batch.Part == 1 && HasRoom(it) && !batch.Loader.IsOfFamily && !ReferenceEquals(it.Loader, batch.Loader))
                missed ??= it;
        }

        return missed is null ? null : With(missed, MissedMergeReason.OtherInstance);
    }

    private static MissedMergeReason ReasonFor(BatchNote batch, BatchNote missed)
    {
        if (batch.Part > 1)
            return MissedMergeReason.MaxBatchSize;
        if (batch.Reason == DispatchReason.Scheduler)
            return MissedMergeReason.Scheduler;
        if (missed.Reason == DispatchReason.Watchdog)
            return MissedMergeReason.Blocked;
        if (batch.Follows(missed))
            return MissedMergeReason.AfterItsAnswer;
        if (batch.WokenBy is not null)
            return MissedMergeReason.AfterAnotherAnswer;
        return batch.IsHeld ? MissedMergeReason.LaterFrame : MissedMergeReason.OutsideFrames;
    }

    private static bool ArePartsOfOne(BatchNote batch, BatchNote other)
        => ReferenceEquals(batch.Loader, other.Loader) && batch.Dispatch == other.Dispatch;

    private static bool HasRoom(BatchNote batch) => batch.KeyCount < batch.Loader.MaxBatchSize;

    private static MissedMerge With(BatchNote missed, MissedMergeReason reason)
        => new() { Number = missed.Number, Reason = reason, CallSites = missed.CallSites };
}
