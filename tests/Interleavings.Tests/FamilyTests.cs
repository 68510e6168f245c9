using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>The loaders of a family: found without a lock, against those that are added.</summary>
public class FamilyTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public void K2_Threads_that_meet_one_argument_get_one_loader_while_the_table_grows(int known) => Explore(2, run =>
    {
        // Four arguments fill a table: the next one makes it grow.
        var family = new Family();
        BatchLoader<int, int>[] loaders = [.. Enumerable.Range(0, known).Select(family.With)];
        BatchLoader<int, int>? one = null;
        BatchLoader<int, int>? two = null;
        run.Thread("one", () =>
        {
            _ = family.With(21);
            one = family.With(22);
        });
        run.Thread("two", () =>
        {
            two = family.With(22);
            for (int i = 0; i < known; i++)
                Assert.Same(loaders[i], family.With(i));
        });
        return () =>
        {
            Assert.Same(one, two);
            Assert.Same(one, family.With(22));
            Assert.NotSame(one, family.With(21));
        };
    });

    private sealed class Family() : BatchLoaderFamily<int, int, int>(new("Family"))
    {
        protected override Task LoadBatchAsync(int argument, Batch<int, int> batch) => Task.CompletedTask;
    }
}
