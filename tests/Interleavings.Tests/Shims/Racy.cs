using System.Runtime.CompilerServices;
using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>
/// A step at a field that is written under a gate and read outside it, too. For the thread that has a gate there is none: nobody else's
/// write can come between, and a reader outside sees the field before the whole section or after it.
/// </summary>
internal static class Racy
{
    public static void Step([CallerMemberName] string member = "")
    {
        if (LogicalThread.Current is { Gates: 0 })
            Run.Step("racy", member, 0);
    }
}
