namespace DataLoader.Seeing;

/// <summary>Reasons in the words of somebody who knows loaders and loads, and nothing of frames.</summary>
internal static class Words
{
    public static string Of(BatchReceipt batch) => batch.Reason switch
    {
        DispatchReason.RootFrame => "the root frame was closed",
        DispatchReason.Frame when batch.WokenBy is { } woken => $"all that #{woken} had woken up had run",
        DispatchReason.Frame => "nobody could ask for more",
        DispatchReason.Hold => "the executor let go",
        DispatchReason.AfterFrame when batch.WokenBy is { } woken => $"what #{woken} had woken up had run, others were on their way",
        DispatchReason.AfterFrame => "the code that asked had run, others were on their way",
        DispatchReason.Quiet => "outside frames, the code had stopped asking",
        DispatchReason.Scheduler => "the loader's scheduler",
        _ => "held for too long: a blocked thread?",
    };

    public static string Of(MissedMergeReason reason) => reason switch
    {
        MissedMergeReason.MaxBatchSize => "the maximum size cut them apart",
        MissedMergeReason.AfterItsAnswer => "asked for after its answer; if the keys do not depend on it, ask for all before awaiting any",
        MissedMergeReason.AfterAnotherAnswer => "asked for after the answer of another batch",
        MissedMergeReason.LaterFrame => "asked for in a later root frame, under a later hold, or by a batch method",
        MissedMergeReason.OutsideFrames => "asked for outside frames, after an await of something else than a load",
        MissedMergeReason.Blocked => "it was sent early, because a thread was blocked",
        MissedMergeReason.Scheduler => "the loader's scheduler sent them apart",
        _ => "another instance of the loader",
    };
}
