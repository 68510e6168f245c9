using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>A pool without end: each item is a further thread of the run.</summary>
internal static class ThreadPool
{
    private const int MaxThreads = 1_000;

    public static long PendingWorkItemCount => Run.Active?.UnstartedItems ?? 0;

    public static long CompletedWorkItemCount => Run.Active?.EndedItems ?? 0;

    public static void GetMaxThreads(out int workers, out int ports) => workers = ports = MaxThreads;

    public static void GetAvailableThreads(out int workers, out int ports)
    {
        workers = MaxThreads - (Run.Active?.RunningItems ?? 0);
        ports = MaxThreads;
    }

    public static bool UnsafeQueueUserWorkItem(IThreadPoolWorkItem item, bool preferLocal)
    {
        Run.ActiveOrThrow.SpawnItem(item.Execute, behindAll: !preferLocal);
        return true;
    }

    public static bool UnsafeQueueUserWorkItem<TState>(Action<TState> item, TState state, bool preferLocal)
    {
        _ = preferLocal;
        Run.ActiveOrThrow.SpawnItem(() => item(state));
        return true;
    }
}
