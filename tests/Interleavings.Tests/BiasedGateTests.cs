using DataLoader.Interleavings.Exploring;
using DataLoader.Interleavings.Support;
using DataLoader.Threading;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>
/// The gate between a frame's thread and the watchdog. Memory is sequentially consistent here: these tests prove the rule, not its fence.
/// </summary>
public class BiasedGateTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void S11_The_owner_and_another_thread_are_never_inside_together() => Explore(3, static run =>
    {
        var place = new Place(run);
        run.Thread("owner", () =>
        {
            place.BeOwner();
            place.BeOwner();
        });
        run.Thread("other", place.BeOther);
        return static () => { };
    });

    [Fact]
    public void S11_The_owner_and_two_other_threads_are_never_inside_together() => Explore(2, static run =>
    {
        var place = new Place(run);
        run.Thread("owner", () =>
        {
            place.BeOwner();
            place.BeOwner();
        });
        run.Thread("one", place.BeOther);
        run.Thread("two", place.BeOther);
        return static () => { };
    });

    private sealed class Place(Run run)
    {
        private BiasedGate _gate;
        private int _inside;

        public void BeOwner()
        {
            _gate.Enter();
            LookAround();
            _gate.Exit();
        }

        public void BeOther()
        {
            _gate.EnterAsOther();
            LookAround();
            _gate.ExitAsOther();
        }

        private void LookAround()
        {
            if (Interlocked.Increment(ref _inside) != 1)
                run.Fail("two are in");
            Interlocked.Decrement(ref _inside);
        }
    }
}
