namespace DataLoader;

/// <summary>Why an earlier batch did not carry the keys of a later one.</summary>
public enum MissedMergeReason
{
    /// <summary>They were asked for together, and the loader's maximum size cut them apart.</summary>
    MaxBatchSize,

    /// <summary>
    /// The code that asked for them had waited for that batch. Where the keys do not depend on its values, ask for all of them before awaiting any.
    /// </summary>
    AfterItsAnswer,

    /// <summary>The code that asked for them had waited for another batch, while the callers of the earlier one had not: their answer was known already.</summary>
    AfterAnotherAnswer,

    /// <summary>They were asked for when the earlier batch had left: in a later root frame, under a later hold, or by a batch method.</summary>
    LaterFrame,

    /// <summary>The code that asked for them went on outside every frame: it awaited something else than a load, or an executor of its own started it.</summary>
    OutsideFrames,

    /// <summary>The earlier batch was sent without them because a thread was blocked in a frame, or held its keys for too long.</summary>
    Blocked,

    /// <summary>The loader's own scheduler sent them apart.</summary>
    Scheduler,

    /// <summary>Two instances of the loader in one scope: they share neither batches nor answers.</summary>
    OtherInstance,
}
