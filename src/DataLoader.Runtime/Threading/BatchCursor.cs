namespace DataLoader.Threading;

/// <summary>
/// Which promise of a batch is completed next. One thread moves it; when a continuation blocks that thread, another one takes the rest over.
/// The common path, without a take-over, is two plain memory accesses a key; the fence it lacks is paid by the thread that takes over.
/// </summary>
internal struct BatchCursor(int position)
{
    private const int BeingTaken = -1;

    private int _position = position;
    private int _taken; // 0, or BeingTaken, or 1 more than the first slot that was taken over.

    /// <summary>The first slot not claimed yet.</summary>
    public int Position => Volatile.Read(ref _position);

    /// <summary>Claims a slot for the thread that owns the cursor. False when it and the rest belong to another thread now.</summary>
    public bool TryClaim(int index)
    {
        Volatile.Write(ref _position, index + 1);
        return Volatile.Read(ref _taken) == 0 || KeepsClaim(index);
    }

    /// <summary>Takes the rest over from the thread that owns the cursor.</summary>
    /// <returns>The first slot that thread has not claimed.</returns>
    public int TakeOver()
    {
        Volatile.Write(ref _taken, BeingTaken);

        // After this the owner has seen that the rest is taken, or we see what it claimed; maybe both.
        Interlocked.MemoryBarrierProcessWide();
        int from = Position;
        Volatile.Write(ref _taken, from + 1);
        return from;
    }

    private bool KeepsClaim(int index)
    {
        GateSpin spin = default;
        int taken;
        while ((taken = Volatile.Read(ref _taken)) == BeingTaken)
            spin.Once();
        return index < taken - 1;
    }

    /// <summary>A cursor on the heap, for a thread that took over.</summary>
    public sealed class Box
    {
        public BatchCursor Cursor;
    }
}
