using System.Runtime.CompilerServices;
using DataLoader.Interleavings.Exploring;

namespace DataLoader.Interleavings.Shims;

/// <summary>Volatile reads and writes, each a step. One thread runs at a time, so the access itself is a plain one.</summary>
internal static class Volatile
{
    public static T Read<T>(ref readonly T location, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("read", member, line);
        return location;
    }

    public static void Write<T>(ref T location, T value, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("write", member, line);
        location = value;
    }
}
