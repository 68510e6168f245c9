namespace DataLoader.Dispatch;

/// <summary>What the thread pool is doing: the only sign of code that may still ask for keys outside of every frame.</summary>
internal static class PoolActivity
{
    /// <summary>How many items wait for a thread.</summary>
    public static long Queued => ThreadPool.PendingWorkItemCount;

    /// <summary>How many items have ended since the process began.</summary>
    public static long Ended => ThreadPool.CompletedWorkItemCount;

    /// <summary>How many threads of the pool are in the middle of an item, the calling thread left out. A thread that looks for an item is in none.</summary>
    public static int RunningElsewhere()
    {
        ThreadPool.GetMaxThreads(out int all, out _);
        ThreadPool.GetAvailableThreads(out int free, out _);
        return all - free - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
    }
}
