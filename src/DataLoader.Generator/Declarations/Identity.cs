using System.Runtime.CompilerServices;
using System.Threading;

namespace DataLoader.Generator.Declarations;

/// <summary>Numbers objects, so that "still the same one" can be asked later without keeping it.</summary>
internal static class Identity
{
    private static readonly ConditionalWeakTable<object, Counted> Numbers = new();
    private static long _last;

    public static ulong Number(object instance) => Numbers.GetValue(instance, static _ => new()).Value;

    private sealed class Counted
    {
        public ulong Value { get; } = (ulong)Interlocked.Increment(ref _last);
    }
}
