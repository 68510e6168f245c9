namespace DataLoader.Threading;

/// <summary>
/// A role that one thread at a time has: to serve what comes in. Who brings work takes the role if it is free; who has it gives it up when nothing
/// is left, and then looks once more. Both are full fences, which is what makes one of the two see the other: a plain write may pass a later look.
/// </summary>
internal struct Role
{
    private int _taken;

    /// <summary>Whether a thread has the role. Alone it tells nothing for sure: no fence.</summary>
    public readonly bool IsTaken => Volatile.Read(in _taken) != 0;

    /// <summary>Takes the role. What was brought before is seen by whoever has it.</summary>
    /// <returns>False when another thread has it.</returns>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>Gives the role up. Look for work afterwards, and take the role again if there is any.</summary>
    public void GiveUp() => Interlocked.Exchange(ref _taken, 0);
}
