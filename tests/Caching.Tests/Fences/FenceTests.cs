using Xunit.Abstractions;

namespace DataLoader.Caching.Tests.Fences;

/// <summary>
/// The fence of the shared cache (rows V5 and V6) against all orders of events, and against the protocols that do not hold: were one of those found good, the
/// model would be blind.
/// </summary>
public class FenceTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Protocol> Broken = new()
    {
        ["SET and DEL"] = new SetAndDelete(onlyIfAbsent: false),
        ["SET NX and DEL"] = new SetAndDelete(onlyIfAbsent: true),
        ["one tombstone for all invalidations"] = new Tombstones(isUnique: false, isLost: false, losesValues: true),
        ["a tombstone for each invalidation, values may be lost"] = new Tombstones(isUnique: true, isLost: false, losesValues: true),
        ["a tombstone for each invalidation, which may be lost"] = new Tombstones(isUnique: true, isLost: true, losesValues: false),
        ["a count of invalidations, which may be lost"] = new Counters(isLost: true),
    };

    public static TheoryData<string> BrokenProtocols => new(Broken.Keys);

    [Theory]
    [InlineData(2, 1, "10")]
    [InlineData(2, 2, "1")]
    [InlineData(2, 2, "0")]
    [InlineData(3, 1, "1")]
    public void No_value_is_stale_with_leases(int readers, int rounds, string writers)
    {
        Model model = new Model(new Leases(), readers, rounds, [.. writers.Select(static kind => kind == '1')], losses: 2).Explore();

        output.WriteLine($"{model.StateCount} states, {model.FreshCount} fresh values");
        Assert.Equal(0, model.StaleCount);
        Assert.True(model.StateCount > 10_000 && model.FreshCount > 1_000, $"{model.StateCount} states, {model.FreshCount} fresh values: too few to prove anything");
    }

    [Theory]
    [MemberData(nameof(BrokenProtocols))]
    public void A_protocol_that_does_not_hold_is_found_out(string name)
    {
        Model model = new Model(Broken[name], readers: 2, rounds: 1, [true], losses: 2).Explore(untilStale: true);

        output.WriteLine($"{model.StateCount} states: {model.FirstFailure}");
        Assert.True(model.StaleCount > 0, $"Nothing found in {model.StateCount} states.");
    }

    [Fact]
    public void A_count_of_invalidations_that_is_never_lost_holds()
    {
        // It would need a key for ever for each key that was ever written.
        Model model = new Model(new Counters(isLost: false), readers: 2, rounds: 1, [true, false], losses: 2).Explore();

        Assert.Equal(0, model.StaleCount);
        Assert.True(model.FreshCount > 1_000);
    }
}
