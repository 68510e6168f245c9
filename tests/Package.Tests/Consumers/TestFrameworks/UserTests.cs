using DataLoader;
using DataLoader.Testing;

namespace Users.Tests;

/// <summary>What a test of each framework does: it sees each step of two levels of batches, and a view that takes too many fails.</summary>
public static class UserTests
{
    public static Task SeesEachStepOfTwoLevels() => LoaderTest.RunAsync(static async test =>
    {
        var users = new UserByIdLoader(test.Scope);
        var teams = new TeamNameLoader(test.Scope);
        Task<string[]> view = Task.WhenAll(Enumerable.Range(1, 20).Select(async id =>
        {
            await Task.Yield();
            return await teams.LoadAsync((await users.LoadAsync(id)).Length);
        }));

        TestBatch first = await test.NextAsync<UserByIdLoader>();
        if (first.Keys.Count != 20 || view.IsCompleted)
            throw new InvalidOperationException($"{first}, {view.Status}");
        await first.CompleteAsync();
        test.Batches.ShouldBe(2);
        Check((await view)[0], "team 6");
    });

    public static async Task FailsAViewThatTakesTooManyBatches()
    {
        try
        {
            await LoaderTest.AtMostAsync(1, static async scope =>
            {
                var users = new UserByIdLoader(scope);
                await users.LoadAsync(1);
                await users.LoadAsync(2);
            });
        }
        catch (LoaderTestException error) when (error.Message.Contains("Expected at most 1 batch", StringComparison.Ordinal))
        {
            return;
        }

        throw new InvalidOperationException("Two batches passed for one.");
    }

    private static void Check(string actual, string expected)
    {
        if (actual != expected)
            throw new InvalidOperationException(actual);
    }
}

internal static class UserQueries
{
    [BatchLoader]
    internal static Task<string[]> BatchUserById(int[] ids) => Task.FromResult(Array.ConvertAll(ids, static id => "user " + id % 10));

    [BatchLoader]
    internal static Task<string[]> BatchTeamName(int[] sizes) => Task.FromResult(Array.ConvertAll(sizes, static size => "team " + size));
}
