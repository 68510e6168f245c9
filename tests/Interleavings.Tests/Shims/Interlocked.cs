using System.Runtime.CompilerServices;
using DataLoader.Interleavings.Exploring;
using Real = System.Threading.Interlocked;

namespace DataLoader.Interleavings.Shims;

/// <summary>Interlocked operations, each a step. They stay atomic, for a continuation that the base library sent to a pool of its own.</summary>
internal static class Interlocked
{
    public static int Exchange(ref int location, int value, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("exchange", member, line);
        return Real.Exchange(ref location, value);
    }

    public static T Exchange<T>(ref T location, T value, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
        where T : class?
    {
        Run.Step("exchange", member, line);
        return Real.Exchange(ref location, value);
    }

    public static int CompareExchange(ref int location, int value, int comparand, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("compare", member, line);
        return Real.CompareExchange(ref location, value, comparand);
    }

    public static long CompareExchange(ref long location, long value, long comparand, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("compare", member, line);
        return Real.CompareExchange(ref location, value, comparand);
    }

    public static T CompareExchange<T>(ref T location, T value, T comparand, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
        where T : class?
    {
        Run.Step("compare", member, line);
        return Real.CompareExchange(ref location, value, comparand);
    }

    public static int Increment(ref int location, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("increment", member, line);
        return Real.Increment(ref location);
    }

    public static long Increment(ref long location, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("increment", member, line);
        return Real.Increment(ref location);
    }

    public static int Add(ref int location, int value, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("add", member, line);
        return Real.Add(ref location, value);
    }

    public static long Add(ref long location, long value, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("add", member, line);
        return Real.Add(ref location, value);
    }

    public static int Decrement(ref int location, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Run.Step("decrement", member, line);
        return Real.Decrement(ref location);
    }

    public static void MemoryBarrier([CallerMemberName] string member = "", [CallerLineNumber] int line = 0) => Run.Step("fence", member, line);

    public static void MemoryBarrierProcessWide([CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
        => Run.Step("fence", member, line);
}
