using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>The clock of the run: it moves when its timer fires.</summary>
internal static class Environment
{
    public static long TickCount64 => Run.Active?.Now ?? 1;
}
