namespace DataLoader.Threading;

/// <summary>
/// How a thread waits for one that is at most a few instructions away, or pre-empted. A <see cref="SpinWait"/> sleeps, and a thread that sleeps can
/// be interrupted: a gate must not be left that way.
/// </summary>
internal struct GateSpin
{
    // After about two microseconds the processor is given away each time.
    private const int MaxSpins = 5;

    private int _spins;

    public void Once()
    {
        if (_spins < MaxSpins)
            Thread.SpinWait(4 << _spins++);
        else
            Thread.Yield();
    }
}
