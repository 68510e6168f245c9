using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DataLoader.Threading;

/// <summary>
/// A lock of four bytes for sections of a few instructions that never run user code. Uncontended it costs a fifth of a monitor; a waiter yields
/// but never sleeps, because the holder is at most a few instructions away, or pre-empted.
/// </summary>
internal struct SpinGate
{
    private const int Free = 0;

    private int _holder;

    // A Debug build knows which thread is inside, so that "the gate is held" can be asserted.
    private static int Holder
#if DEBUG
        => Environment.CurrentManagedThreadId;
#else
        => 1;
#endif

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _holder, Holder, Free) != Free)
            Wait();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit()
    {
        AssertHeld();
        Volatile.Write(ref _holder, Free);
    }

    /// <summary>In a Debug build, fails unless the calling thread is inside.</summary>
    [Conditional("DEBUG")]
    public readonly void AssertHeld() => Debug.Assert(_holder == Holder, "This needs the gate, and the calling thread does not hold it.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wait()
    {
        GateSpin spin = default;
        do
        {
            spin.Once();
        }
        while (Volatile.Read(ref _holder) != Free || Interlocked.CompareExchange(ref _holder, Holder, Free) != Free);
    }
}
