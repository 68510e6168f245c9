namespace DataLoader.Dispatch;

/// <summary>
/// Stands in for the runtime's limits: as few ticks, of 2 ms, and looks as show what comes of them. A look that is in vain lets the clock go on.
/// </summary>
internal static class Limits
{
    public const int Blocked = 2;

    public const int Running = 8;

    public const int Held = 200;

    public const int LateTick = 2;

    public const int Unwaited = 2;

    public const int LooksBeforeTime = 100;

    public const int LooksBeforeSigns = 0;
}
