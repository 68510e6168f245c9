using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>A thread as the runtime sees it: one of the run, or the one that prepares it, whose code has ended when the run begins.</summary>
internal sealed class Thread(LogicalThread? thread)
{
    private static readonly Thread Outside = new(null);

    public static Thread CurrentThread => LogicalThread.Current?.Face ?? Outside;

    public bool IsAlive => thread is not { HasEnded: true };

    public ThreadState ThreadState
        => thread is null or { HasEnded: true } ? ThreadState.Stopped
            : thread.IsAsleep ? ThreadState.WaitSleepJoin
            : ThreadState.Running;

    public static void SpinWait(int iterations)
    {
        _ = iterations;
        Run.Yield();
    }
}
