namespace DataLoader.Threading;

/// <summary>
/// The ExecutionContext of a fresh thread: what a batch runs under when its first load let no context flow. Without it the batch would see the
/// ambient state of the thread that sends it (row U18).
/// </summary>
internal static class CleanContext
{
    public static ExecutionContext Instance { get; } = Capture();

    private static ExecutionContext Capture()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}
