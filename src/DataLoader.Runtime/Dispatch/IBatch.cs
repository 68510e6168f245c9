namespace DataLoader.Dispatch;

/// <summary>A batch, as a frame sees it: something to start, and later something to complete.</summary>
internal interface IBatch
{
    /// <summary>The dispatcher of the scope it belongs to.</summary>
    Dispatcher Dispatcher { get; }

    /// <summary>How many keys wait to be completed. From any thread.</summary>
    int Remaining { get; }

    /// <summary>Calls the batch method. Never throws.</summary>
    void Start();

    /// <summary>Completes the promises one after the other, on this thread; the callers' continuations run here. No lock is held.</summary>
    /// <returns>Whether the next dispatch must let queued pool items run first, because several callers share one of the tasks.</returns>
    bool Complete();

    /// <summary>Goes on where a thread that is blocked in <see cref="Complete"/> stopped.</summary>
    /// <returns>As <see cref="Complete"/>.</returns>
    bool TakeOver();
}
