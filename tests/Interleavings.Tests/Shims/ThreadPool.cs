using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>A pool without end: each item is a further thread of the run.</summary>
internal static class ThreadPool
{
    public static long PendingWorkItemCount => Run.Active?.UnstartedItems ?? 0;

    public static bool UnsafeQueueUserWorkItem(IThreadPoolWorkItem item, bool preferLocal)
    {
        _ = preferLocal;
        Run.ActiveOrThrow.SpawnItem(item.Execute);
        return true;
    }

    public static bool UnsafeQueueUserWorkItem<TState>(Action<TState> item, TState state, bool preferLocal)
    {
        _ = preferLocal;
        Run.ActiveOrThrow.SpawnItem(() => item(state));
        return true;
    }
}
