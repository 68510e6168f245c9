namespace DataLoader.Dispatch;

/// <summary>
/// A lock between one thread, its owner, that takes it all the time, and visitors who come seldom. The owner pays two plain writes and a read; the
/// fence that they lack is paid by the visitor.
/// </summary>
internal struct OwnerGate
{
    private int _owner;
    private int _visitor;

    /// <summary>For the owner's thread alone.</summary>
    public void Enter()
    {
        Volatile.Write(ref _owner, 1);
        if (Volatile.Read(ref _visitor) != 0)
            WaitForVisitor();
    }

    /// <summary>For the owner's thread alone.</summary>
    public void Exit() => Volatile.Write(ref _owner, 0);

    /// <summary>For every other thread.</summary>
    public void Visit()
    {
        SpinWait spin = default;
        while (Interlocked.CompareExchange(ref _visitor, 1, 0) != 0)
            spin.SpinOnce(sleep1Threshold: -1);

        // After this the owner has seen that there is a visitor, or we see that the owner is inside; maybe both.
        Interlocked.MemoryBarrierProcessWide();
        while (Volatile.Read(ref _owner) != 0)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>Ends what <see cref="Visit"/> began.</summary>
    public void EndVisit() => Volatile.Write(ref _visitor, 0);

    private void WaitForVisitor()
    {
        SpinWait spin = default;
        do
        {
            Volatile.Write(ref _owner, 0);
            while (Volatile.Read(ref _visitor) != 0)
                spin.SpinOnce(sleep1Threshold: -1);
            Volatile.Write(ref _owner, 1);

            // Rare enough for a fence of our own.
            Interlocked.MemoryBarrier();
        }
        while (Volatile.Read(ref _visitor) != 0);
    }
}
