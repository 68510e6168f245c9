namespace DataLoader;

/// <summary>Why keys that waited were sent when they were.</summary>
public enum DispatchReason
{
    /// <summary>All code that the batches before had woken up had run, and nobody could ask for more.</summary>
    Frame,

    /// <summary>A root frame was closed.</summary>
    RootFrame,

    /// <summary>An executor that had held the keys let go of them.</summary>
    Hold,

    /// <summary>The code that batches had woken up had run, but a batch was on its way or callers shared a task: one hop of the pool later.</summary>
    AfterFrame,

    /// <summary>Outside every frame, the code that asked had stopped asking.</summary>
    Quiet,

    /// <summary>The loader's own scheduler said so.</summary>
    Scheduler,

    /// <summary>They were held for too long: a thread is blocked in a frame, or it computes, or an executor did not let go of them.</summary>
    Watchdog,
}
