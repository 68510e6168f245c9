using DataLoader.Dispatch;
using DataLoader.Interleavings.Exploring;
using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>
/// The gate between a frame's thread and the watchdog. Memory is sequentially consistent here: these tests prove the rule, not its fence.
/// </summary>
public class OwnerGateTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void S11_The_owner_and_a_visitor_are_never_inside_together() => Explore(3, static run =>
    {
        var place = new Place(run);
        run.Thread("owner", () =>
        {
            place.BeOwner();
            place.BeOwner();
        });
        run.Thread("visitor", place.BeVisitor);
        return static () => { };
    });

    [Fact]
    public void S11_The_owner_and_two_visitors_are_never_inside_together() => Explore(2, static run =>
    {
        var place = new Place(run);
        run.Thread("owner", () =>
        {
            place.BeOwner();
            place.BeOwner();
        });
        run.Thread("one", place.BeVisitor);
        run.Thread("two", place.BeVisitor);
        return static () => { };
    });

    private sealed class Place(Run run)
    {
        private OwnerGate _gate;
        private int _inside;

        public void BeOwner()
        {
            _gate.Enter();
            LookAround();
            _gate.Exit();
        }

        public void BeVisitor()
        {
            _gate.Visit();
            LookAround();
            _gate.EndVisit();
        }

        private void LookAround()
        {
            if (Interlocked.Increment(ref _inside) != 1)
                run.Fail("two are in");
            Interlocked.Decrement(ref _inside);
        }
    }
}
