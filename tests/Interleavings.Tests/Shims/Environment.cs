using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>The clock of the run: it moves when its timer fires.</summary>
internal static class Environment
{
    private static int s_looks;

    public static long TickCount64 => Run.Active?.Now ?? 1;

    /// <summary>The process is busy whenever somebody looks.</summary>
    public static Usage CpuUsage => new(TimeSpan.FromHours(++s_looks));

    internal readonly record struct Usage(TimeSpan TotalTime);
}
