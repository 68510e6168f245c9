using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>A thread as the runtime sees it: one of the run, or the one that prepares it, whose code has ended when the run begins.</summary>
internal sealed class Thread
{
    private static readonly Thread Outside = new();
    private readonly LogicalThread? _thread;
    private readonly System.Threading.Thread? _real;

    public Thread(LogicalThread thread) => _thread = thread;

    /// <summary>A thread of the system: the runtime has one for a moment, to see an ExecutionContext without anything on it.</summary>
    public Thread(ThreadStart start) => _real = new System.Threading.Thread(start);

    private Thread()
    {
    }

    public static Thread CurrentThread => LogicalThread.Current?.Face ?? Outside;

    public bool IsAlive => _thread is not { HasEnded: true };

    public bool IsThreadPoolThread => _thread is { IsItem: true };

    /// <summary>A number for messages only: no code of the runtime tells threads apart by it.</summary>
    public int ManagedThreadId => _thread?.Id ?? 0;

    public ThreadState ThreadState
        => _thread is null or { HasEnded: true } ? ThreadState.Stopped
            : _thread.IsAsleep ? ThreadState.WaitSleepJoin
            : ThreadState.Running;

    public static void SpinWait(int iterations)
    {
        _ = iterations;
        Run.Yield();
    }

    public static bool Yield()
    {
        Run.Yield();
        return true;
    }

    public void Interrupt() => (_real ?? System.Threading.Thread.CurrentThread).Interrupt();

    public void UnsafeStart() => _real!.UnsafeStart();

    public void Join() => _real!.Join();
}
