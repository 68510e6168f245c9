namespace DataLoader.Dispatch;

/// <summary>Something that a frame completes: promises whose answers are there.</summary>
internal interface IFrameWork
{
    /// <summary>The dispatcher of the scope it belongs to.</summary>
    Dispatcher Dispatcher { get; }

    /// <summary>What woke up the code that runs while this is completed.</summary>
    IFrameWork? Cause => this;

    /// <summary>How many keys wait to be completed. From any thread.</summary>
    int Remaining { get; }

    /// <summary>Completes the promises one after the other, on this thread; the callers' continuations run here. No lock is held.</summary>
    /// <returns>Whether the next dispatch must let queued pool items run first, because several callers share one of the tasks.</returns>
    bool Complete();

    /// <summary>Goes on where a thread that is blocked in <see cref="Complete"/> stopped.</summary>
    /// <returns>As <see cref="Complete"/>.</returns>
    bool TakeOver();
}
