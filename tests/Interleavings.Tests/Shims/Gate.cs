using System.Runtime.CompilerServices;
using DataLoader.Interleavings.Exploring;

namespace DataLoader.Table;

/// <summary>Stands in for the runtime's gate: who finds it taken does not spin but is not runnable until it is free.</summary>
internal struct Gate
{
    private Place? _place;

    public void Enter([CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        Place place = _place ??= new Place();
        Run.Step("enter", member, line);
        Run.WaitUntil(place.IsFree);
        place.Taken = true;
        LogicalThread.Current?.Gates += 1;
    }

    public readonly void Exit([CallerMemberName] string member = "", [CallerLineNumber] int line = 0)
    {
        // Freed first: the step after it is where somebody else may go on.
        _place!.Taken = false;
        LogicalThread.Current?.Gates -= 1;
        Run.Step("exit", member, line);
    }

    private sealed class Place
    {
        public readonly Func<bool> IsFree;

        public bool Taken;

        public Place() => IsFree = () => !Taken;
    }
}
