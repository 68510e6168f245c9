using System.Runtime.CompilerServices;

namespace DataLoader.Table;

/// <summary>
/// A lock of four bytes for sections of a few instructions that never run user code. Uncontended it costs a fifth of a monitor; a waiter yields
/// but never sleeps, because the holder is at most a few instructions away, or pre-empted.
/// </summary>
internal struct Gate
{
    private int _taken;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
            Wait();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit() => Volatile.Write(ref _taken, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wait()
    {
        SpinWait spin = default;
        do
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _taken) != 0 || Interlocked.CompareExchange(ref _taken, 1, 0) != 0);
    }
}
