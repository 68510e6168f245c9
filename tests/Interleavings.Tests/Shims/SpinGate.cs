using System.Diagnostics;
using System.Runtime.CompilerServices;
using DataLoader.Interleavings.Exploring;

namespace DataLoader.Threading;

/// <summary>Stands in for the runtime's gate: who finds it taken does not spin but is not runnable until it is free.</summary>
internal struct SpinGate
{
    private Place? _place;

    public void Enter([CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Place place = _place ??= new Place();
        Run.Step("enter", member, line);
        Run.WaitUntil(place.IsFree);
        place.Taken = true;
        place.Holder = LogicalThread.Current;
        LogicalThread.Current?.Gates += 1;
    }

    public readonly void Exit([CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        // Freed first: the step after it is where somebody else may go on.
        _place!.Taken = false;
        LogicalThread.Current?.Gates -= 1;
        Run.Step("exit", member, line);
    }

    [Conditional("DEBUG")]
    public readonly void AssertHeld()
        => Debug.Assert(_place is { Taken: true } && ReferenceEquals(_place.Holder, LogicalThread.Current), "The calling thread does not hold the gate.");

    private sealed class Place
    {
        public readonly Func<bool> IsFree;

        public bool Taken;

        public LogicalThread? Holder;

        public Place() => IsFree = () => !Taken;
    }
}
