using DataLoader.Interleavings.Exploring;
using Xunit.Abstractions;

namespace DataLoader.Interleavings.Support;

/// <summary>What the tests of this project have in common.</summary>
public abstract class InterleavingTests(ITestOutputHelper output)
{
    /// <summary>Runs a scenario under all schedules with at most so many preemptions, and under some of those with more.</summary>
    private protected void Explore(int preemptions, Func<Run, Action> scenario, int random = 300, int most = 20_000)
    {
        var explorer = new Explorer(scenario);
        bool all = explorer.RunAll(preemptions, most);
        int systematic = explorer.Schedules;
        explorer.RunRandom(random);
        output.WriteLine(
            $"{systematic} schedules with up to {preemptions} preemptions{(all ? "" : ", not all of them")}, {random} at random, up to {explorer.Longest} steps");
    }
}
