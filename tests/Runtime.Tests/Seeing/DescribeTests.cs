using System.Text.RegularExpressions;

namespace DataLoader.Tests;

/// <summary>A scope as text.</summary>
public class DescribeTests
{
    [Fact]
    public async Task T20_A_scope_describes_its_batches_and_its_loaders()
    {
        using var scope = new LoaderScope([LoaderObserver.KeepingReceipts]);
        var orders = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Name = "Orders" }, scope);
        var users = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Name = "Users", MaxBatchSize = 2 }, scope);

        await scope.RunAsync(async () =>
        {
            await users.LoadAsync(await orders.LoadAsync(1));
            await users.LoadManyAsync([1, 2, 3, 4]);
        }).WithTimeout();

        string expected = """
            Scope #: 4 batches in # ms.

             batch level  loader    keys shared   hits  waiting . running #                    time  sent when
                #1     1  Orders       1      0      0  ==                                     # ms  the root frame was closed
                #2     2  Users        1      0      0  ==                                     # ms  all that #1 had woken up had run
                #3     3  Users        2      0      1  ==                                     # ms  all that #2 had woken up had run, part 1 of 2
                          not with #2: asked for after its answer; if the keys do not depend on it, ask for all before awaiting any
                #4     3  Users        1      0      0  ==                                     # ms  all that #2 had woken up had run, part 2 of 2
                          not with #3: the maximum size cut them apart

            loader    loads    hits  shared    keys batches  failed missing
            Orders        1       0       0       1       1       0       0
            Users         5       1       0       4       3       0       0

            """;
        Assert.Equal(WithoutTimes(expected), WithoutTimes(scope.Describe()));
    }

    [Fact]
    public void T20_A_scope_that_nobody_observes_says_how_to()
    {
        using var scope = new LoaderScope();

        Assert.Contains("LoaderObserver.KeepingReceipts", scope.Describe());
    }

    // Times and bars differ from run to run.
    private static string WithoutTimes(string text)
    {
        text = Regex.Replace(text.ReplaceLineEndings("\n"), @"^Scope (\d+|#)", "Scope #", RegexOptions.Multiline);
        text = Regex.Replace(text, @"(?<=^ +#\d+ +\d+  \w+ +\d+ +\d+ +\d+  ).*?(?= +(\d|#)\S* ms  )", "==", RegexOptions.Multiline);
        return Regex.Replace(text, @" +(\d+\.\d|#) ms", " # ms");
    }
}
