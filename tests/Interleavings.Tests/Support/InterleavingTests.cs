using DataLoader.Interleavings.Exploring;
using Xunit.Abstractions;

namespace DataLoader.Interleavings.Support;

/// <summary>What the tests of this project have in common.</summary>
public abstract class InterleavingTests(ITestOutputHelper output)
{
    private const int Most = 20_000;

    /// <summary>Runs a scenario under all schedules with at most so many preemptions, and under some of those with more.</summary>
    private protected void Explore(int preemptions, Func<Run, Action> scenario, int random = 500, int most = Most)
    {
        var explorer = new Explorer(scenario);
        bool all = explorer.RunAll(preemptions, most);
        int systematic = explorer.Schedules;
        explorer.RunRandom(random);
        output.WriteLine($"{systematic} schedules with up to {preemptions} preemptions, {random} at random, up to {explorer.Longest} steps");
        Assert.True(all, $"More than {most} schedules with up to {preemptions} preemptions: make the scenario smaller, or allow fewer.");
    }
}
