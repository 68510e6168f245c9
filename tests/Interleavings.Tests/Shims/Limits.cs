namespace DataLoader.Dispatch;

/// <summary>Stands in for the runtime's limits: as few ticks, of 2 ms, as show what comes of them.</summary>
internal static class Limits
{
    public const int Blocked = 2;

    public const int Running = 8;

    public const int Held = 200;

    public const int LateTick = 2;

    public const int Unwaited = 2;
}
