using DataLoader.Interleavings.Support;
using DataLoader.Threading;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>
/// The cursor of a batch that is taken over. One thread runs at a time here, so memory is sequentially consistent: these tests prove the rule, not
/// its fence. That is tests/Stress.Tests' business.
/// </summary>
public class CursorTests(ITestOutputHelper output) : InterleavingTests(output)
{
    private const int Slots = 3;

    [Fact]
    public void S11_Each_slot_is_claimed_once_when_the_rest_is_taken_over() => Explore(4, static run =>
    {
        BatchCursor.Box owner = new();
        var claims = new int[Slots];
        run.Thread("owner", () => Complete(owner, 0, claims));
        run.Thread("heir", () => Complete(Heir(owner, out int from), from, claims));
        return () => Assert.All(claims, static count => Assert.Equal(1, count));
    });

    [Fact]
    public void S11_Each_slot_is_claimed_once_when_the_rest_is_taken_over_twice() => Explore(2, static run =>
    {
        BatchCursor.Box owner = new();
        BatchCursor.Box? heir = null;
        var claims = new int[Slots];
        run.Thread("owner", () => Complete(owner, 0, claims));
        run.Thread("heir", () =>
        {
            heir = Heir(owner, out int from);
            Complete(heir, from, claims);
        });
        run.Thread("last", () =>
        {
            Exploring.Run.WaitUntil(() => heir is not null);
            Complete(Heir(heir!, out int from), from, claims);
        });
        return () => Assert.All(claims, static count => Assert.Equal(1, count));
    });

    private static BatchCursor.Box Heir(BatchCursor.Box of, out int from)
    {
        from = of.Cursor.TakeOver();
        return new BatchCursor.Box { Cursor = new BatchCursor(from) };
    }

    private static void Complete(BatchCursor.Box box, int from, int[] claims)
    {
        for (int i = from; i < Slots && box.Cursor.TryClaim(i); i++)
            claims[i]++;
    }
}
