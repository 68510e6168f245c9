namespace DataLoader.Dispatch;

/// <summary>
/// How long one caller's code may keep others waiting (rows L1 to L3), in milliseconds of the watchdog's clock. tests/Interleavings.Tests has its own.
/// </summary>
internal static class Limits
{
    /// <summary>A frame whose thread has waited for so long, without coming further, is given up if anything waits for it.</summary>
    public const int Blocked = 50;

    /// <summary>
    /// The same for a thread that does not look as if it waited. It may sit in a call of the system, or spin; more often it computes, or code is
    /// compiled that runs for the first time: then it asks for keys soon, and they should leave with the others. So nobody hurries it.
    /// </summary>
    public const int Running = 250;

    /// <summary>Keys are held no longer than that, counted from the oldest of them, whoever holds them.</summary>
    public const int Held = 500;

    /// <summary>
    /// The most that one tick counts. It comes late where the machine is busy or stops the process: there a thread that does not move may be about to,
    /// and a frame must stay whole (X8).
    /// </summary>
    public const int LateTick = 5;

    /// <summary>
    /// So many looks of a quiet watch must have seen no new key before time counts for it. A busy machine puts threads aside, those that the watch
    /// waits for too; looks say more than time, since most of them give the processor away.
    /// </summary>
    public const int LooksBeforeTime = 2_000;

    /// <summary>
    /// So many before a thread that waits is taken for one that waits for its load, and not for a lock that another one is about to leave; and before
    /// as many items as there were have ended, and not others that came after.
    /// </summary>
    public const int LooksBeforeSigns = 100;

    /// <summary>A frame that nothing waits for is looked at again after so long.</summary>
    public const int Unwaited = 10;
}
