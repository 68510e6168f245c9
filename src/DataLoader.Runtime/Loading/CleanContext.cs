namespace DataLoader.Loading;

/// <summary>
/// The ExecutionContext of a thread that nobody has put anything on: what a batch runs under whose first load let no context flow. Without it the
/// batch would see the ambient state of whoever sends it (row U18).
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
