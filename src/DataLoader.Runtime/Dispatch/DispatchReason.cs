namespace DataLoader.Dispatch;

/// <summary>Why held keys were sent when they were.</summary>
internal enum DispatchReason
{
    /// <summary>The last frame that could ask for more had nothing left to do.</summary>
    Frame,

    /// <summary>A root frame was closed.</summary>
    RootFrame,

    /// <summary>An executor that had held the keys let go of them.</summary>
    Hold,

    /// <summary>A frame ended while a batch was in flight or callers shared a task: one hop of the pool later.</summary>
    AfterFrame,

    /// <summary>Outside every frame, the code that asked had stopped asking.</summary>
    Quiet,

    /// <summary>The loader's own scheduler said so.</summary>
    Scheduler,

    /// <summary>A frame held the keys for too long.</summary>
    Watchdog,
}
