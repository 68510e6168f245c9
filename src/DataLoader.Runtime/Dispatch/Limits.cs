namespace DataLoader.Dispatch;

/// <summary>
/// How long one caller's code may keep others waiting (rows L1 to L3), in milliseconds of the watchdog's clock. tests/Interleavings.Tests has its own.
/// </summary>
internal static class Limits
{
    /// <summary>A frame that has come no further for so long, while something waits for it, is given up.</summary>
    public const int Still = 50;

    /// <summary>Keys are held no longer than that, counted from the oldest of them, whoever holds them.</summary>
    public const int Held = 500;

    /// <summary>
    /// The most that one tick counts. It comes late where the machine is busy or stops the process: there a thread that does not move may be about to,
    /// and a frame must stay whole (X8).
    /// </summary>
    public const int LateTick = 5;

    /// <summary>A frame that nothing waits for is looked at so often.</summary>
    public const int Unwaited = 10;
}
