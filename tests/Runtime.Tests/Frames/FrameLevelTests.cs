using DataLoader.Dispatch;

namespace DataLoader.Tests;

/// <summary>Loads that follow from loads: one batch for each level.</summary>
public class FrameLevelTests
{
    [Fact]
    public Task Users_their_friends_and_their_best_friends_are_three_batches() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var userBatch = RecordingBatch.Of<int, int[]>(static id => [.. Enumerable.Range(0, 10).Select(friend => (id * 10) + friend)]);
        var friendBatch = RecordingBatch.Of<int, int>(static id => id + 10_000);
        var bestBatch = RecordingBatch.Identity<int>();
        var users = BatchLoader.Create<int, int[]>(userBatch.LoadAsync, scope: scope);
        var friends = BatchLoader.Create<int, int>(friendBatch.LoadAsync, scope: scope);
        var bests = BatchLoader.Create<int, int>(bestBatch.LoadAsync, scope: scope);
        async Task<int> BestOf(int friend) => await bests.LoadAsync(await friends.LoadAsync(friend));
        async Task<IReadOnlyList<int>> Resolve(int user) => await Tasks.All((await users.LoadAsync(user)).Select(BestOf));

        IReadOnlyList<IReadOnlyList<int>> result = await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 100).Select(Resolve))).WithTimeout();

        Assert.Equal(Enumerable.Range(10_000, 1_000), result.SelectMany(static bestFriends => bestFriends));
        Assert.Equal(
            [100, 1_000, 1_000],
            userBatch.Calls.Concat(friendBatch.Calls).Concat(bestBatch.Calls).Select(static keys => keys.Length));
    });

    [Fact]
    public Task The_levels_stay_three_batches_when_the_backend_answers_later() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(
            async (keys, token) =>
            {
                await Task.Yield();
                return await batch.LoadAsync(keys, token);
            },
            scope: scope);
        async Task<int> Levels(int key) => await loader.LoadAsync(await loader.LoadAsync(await loader.LoadAsync(key) + 100) + 100);

        await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 100).Select(Levels))).WithTimeout();

        Assert.Equal([100, 100, 100], batch.Calls.Select(static keys => keys.Length));
    });

    [Fact]
    public Task N4_A_chain_is_one_batch_for_each_link_and_does_not_grow_the_stack() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        int last = await scope.RunAsync(async () =>
        {
            int key = 0;
            for (int i = 0; i < 20_000; i++)
                key = await loader.LoadAsync(key) + 1;

            return key;
        }).WithTimeout();

        Assert.Equal(20_000, last);
        Assert.Equal(20_000, batch.Calls.Length);
    });

    [Fact]
    public Task A_chain_through_many_scopes_leaves_those_that_hold_nothing() => Isolated.Run(async () =>
    {
        int most = 0;
        for (int i = 0; i < 100; i++)
        {
            (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
            using LoaderScope request = scope;

            // From the second one on this goes on in the frame that completed the load before.
            Assert.Equal(i, await loader.LoadAsync(i).ConfigureAwait(false));
            batch.AssertCalls([i]);
            most = Math.Max(most, CompletionFrame.Current?.Joined(out _, out _).Length ?? 0);
        }

        Assert.InRange(most, 2, CompletionFrame.MaxIdleScopes + 1);
    });

    [Fact]
    public Task X8_After_callers_shared_a_task_the_levels_of_the_next_frame_are_done_when_it_is_closed() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        await scope.RunAsync(() => Tasks.All(loader.LoadAsync(1), loader.LoadAsync(1))).WithTimeout();
        async Task<int> Levels(int id) => await loader.LoadAsync(10 + await loader.LoadAsync(id));

        Task<int> load;
        using (scope.OpenFrame())
            load = Levels(2);

        Assert.True(load.IsCompletedSuccessfully);
        batch.AssertCalls([1], [2], [12]);
    });

    [Fact]
    public Task A14_Two_callers_with_two_dependent_loads_cost_two_batches() => Isolated.Run(async () =>
    {
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        async Task<int> Caller(int id) => await loader.LoadAsync(10 + await loader.LoadAsync(id));

        IReadOnlyList<int> values = await scope.RunAsync(() => Tasks.All(Caller(1), Caller(2))).WithTimeout();

        Assert.Equal([11, 12], values);
        batch.AssertCalls([1, 2], [11, 12]);
    });

    [Fact]
    public Task G5_In_a_frame_awaits_of_done_tasks_are_no_hops() => Isolated.Run(async () =>
    {
        var batch = RecordingBatch.Identity<string>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<string, string>(batch.LoadAsync, scope: scope);
        async Task<string> After(int hops, string key)
        {
            for (int i = 0; i < hops; i++)
                await Task.CompletedTask;

            return await loader.LoadAsync(key);
        }

        IReadOnlyList<string> values =
            await scope.RunAsync(() => Tasks.All(After(0, "A"), After(2, "B"), After(4, "C"), After(6, "D"))).WithTimeout();

        Assert.Equal(["A", "B", "C", "D"], values);
        batch.AssertCalls(["A", "B", "C", "D"]);
    });

    [Fact]
    public Task G7_Batches_that_load_from_one_loader_share_its_batch() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var deepBatch = RecordingBatch.Identity<string>();
        var deep = BatchLoader.Create<string, string>(deepBatch.LoadAsync, scope: scope);
        RecordingBatch<string, string> aBatch = RecordingBatch.Identity<string>(), bBatch = RecordingBatch.Identity<string>();
        BatchLoader<string, string> Through(RecordingBatch<string, string> recorded) => BatchLoader.Create<string, string>(
            async (keys, token) =>
            {
                IReadOnlyList<string> values = await recorded.LoadAsync(keys, token);
                await deep.LoadAsync(string.Join('+', keys));
                return values;
            },
            scope: scope);
        (BatchLoader<string, string> a, BatchLoader<string, string> b) = (Through(aBatch), Through(bBatch));

        IReadOnlyList<string> values =
            await scope.RunAsync(() => Tasks.All(a.LoadAsync("A1"), b.LoadAsync("B1"), a.LoadAsync("A2"), b.LoadAsync("B2"))).WithTimeout();

        Assert.Equal(["A1", "B1", "A2", "B2"], values);
        aBatch.AssertCalls(["A1", "A2"]);
        bBatch.AssertCalls(["B1", "B2"]);
        deepBatch.AssertCalls(["A1+A2", "B1+B2"]);
    });
}
