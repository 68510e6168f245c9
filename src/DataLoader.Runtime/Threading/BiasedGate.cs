namespace DataLoader.Threading;

/// <summary>
/// A lock that is biased towards one thread, its owner, which takes it all the time; other threads come seldom. The owner pays two plain writes and
/// a read; the fence that these lack is paid by the other thread.
/// </summary>
internal struct BiasedGate
{
    private int _owner;
    private int _other;

    /// <summary>For the owner's thread alone.</summary>
    public void Enter()
    {
        Volatile.Write(ref _owner, 1);
        if (Volatile.Read(ref _other) != 0)
            WaitForOther();
    }

    /// <summary>For the owner's thread alone.</summary>
    public void Exit() => Volatile.Write(ref _owner, 0);

    /// <summary>For every other thread.</summary>
    public void EnterAsOther()
    {
        GateSpin spin = default;
        while (Interlocked.CompareExchange(ref _other, 1, 0) != 0)
            spin.Once();

        // After this the owner has seen that another thread is here, or we see that the owner is inside; maybe both.
        Interlocked.MemoryBarrierProcessWide();
        while (Volatile.Read(ref _owner) != 0)
            spin.Once();
    }

    /// <summary>Ends what <see cref="EnterAsOther"/> began.</summary>
    public void ExitAsOther() => Volatile.Write(ref _other, 0);

    private void WaitForOther()
    {
        GateSpin spin = default;
        do
        {
            Volatile.Write(ref _owner, 0);
            while (Volatile.Read(ref _other) != 0)
                spin.Once();
            Volatile.Write(ref _owner, 1);

            // Rare enough for a fence of our own.
            Interlocked.MemoryBarrier();
        }
        while (Volatile.Read(ref _other) != 0);
    }
}
