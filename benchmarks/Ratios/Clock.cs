using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ratios;

/// <summary>
/// Time of this thread alone where the system can tell (Linux): what neighbours take from a shared machine is not counted. Elsewhere, and for work
/// that hops between threads, it is time on the wall.
/// </summary>
internal static partial class Clock
{
    private const int ThreadTime = 3;

    public static double Nanoseconds(bool wall)
    {
        if (wall || !OperatingSystem.IsLinux() || GetTime(ThreadTime, out TimeSpec time) != 0)
            return Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
        return (time.Seconds * 1e9) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
