namespace DataLoader.Threading;

/// <summary>
/// The ExecutionContext of a fresh thread: what a batch runs under when its first load let no context flow. Without it the batch would see the
/// ambient state of the thread that sends it (row U18).
/// </summary>
internal static class CleanContext
{
    public static ExecutionContext Instance { get; } = Capture();

    /// <summary>Makes one, whatever happens to the calling thread: a failure would be every batch's, for as long as the process lives.</summary>
    internal static ExecutionContext Capture()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        Interrupts.Outlast(thread.Join);
        return context!;
    }
}
