using System.Runtime.CompilerServices;
using DataLoader.Interleavings.Exploring;

namespace System.Threading;

/// <summary>What a lock statement calls: the compiler takes the type of this name from the assembly that it compiles, if there is one.</summary>
internal static class Monitor
{
    private static readonly ConditionalWeakTable<object, Owner> Owners = [];

    public static void Enter(object obj, ref bool lockTaken)
    {
        Owner owner = Owners.GetValue(obj, static _ => new Owner());
        Run.Step("lock", "", 0);
        LogicalThread? current = LogicalThread.Current;
        Run.WaitUntil(() => owner.Depth == 0 || ReferenceEquals(owner.Thread, current));
        owner.Thread = current;
        owner.Depth++;
        lockTaken = true;
    }

    public static void Exit(object obj)
    {
        if (Owners.TryGetValue(obj, out Owner? owner))
            owner.Depth--;
        Run.Step("unlock", "", 0);
    }

    /// <summary>A run that failed left its threads where they were.</summary>
    public static void ForgetAll() => Owners.Clear();

    private sealed class Owner
    {
        public LogicalThread? Thread { get; set; }

        public int Depth { get; set; }
    }
}
