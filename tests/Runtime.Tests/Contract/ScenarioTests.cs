namespace DataLoader.Tests;

/// <summary>Whole requests, as users write them (I1 to I4).</summary>
public class ScenarioTests
{
    [Fact]
    public async Task I1_Quick_start()
    {
        var names = new Dictionary<int, string> { [1] = "Alice", [2] = "Bob", [3] = "Charlie" };
        (BatchLoader<int, string?> loader, RecordingBatch<int, string?> batch, ManualBatchScheduler scheduler) =
            Manual.Of<int, string?>(id => names.GetValueOrDefault(id));

        Task<IReadOnlyList<string?>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(1));
        Assert.Equal(["Alice", "Bob", "Alice"], await scheduler.DispatchFor(loads));
        Assert.Equal(["Bob", "Charlie", null], await scheduler.DispatchFor(loader.LoadManyAsync([2, 3, 4])));

        batch.AssertCalls([1, 2], [3, 4]);
    }

    [Fact]
    public Task I2_Me_my_best_friend_and_five_friends_with_theirs_cost_four_calls() => Isolated.Run(async () =>
    {
        var userBatch = RecordingBatch.Of<int, User>(static id => new(id, BestFriendId: id + 100));
        var friendBatch =
            RecordingBatch.Of<int, User[]>(static id => [.. Enumerable.Range(id + 1, 5).Select(static friend => new User(friend, friend + 100))]);
        using var scope = new LoaderScope();
        var users = BatchLoader.Create<int, User>(userBatch.LoadAsync, scope: scope);
        var friendsOf = BatchLoader.Create<int, User[]>(friendBatch.LoadAsync, scope: scope);
        Task<User> BestFriend(User user) => users.LoadAsync(user.BestFriendId);
        async Task<IReadOnlyList<User>> BestFriendsOfFriends(User user) => await Tasks.All((await friendsOf.LoadAsync(user.Id)).Select(BestFriend));

        (User best, IReadOnlyList<User> bestOfFriends) = await scope.RunAsync(async () =>
        {
            User me = await users.LoadAsync(1);
            Task<User> best = BestFriend(me);
            Task<IReadOnlyList<User>> bestOfFriends = BestFriendsOfFriends(me);
            return (await best, await bestOfFriends);
        }).WithTimeout();

        Assert.Equal(101, best.Id);
        Assert.Equal([102, 103, 104, 105, 106], bestOfFriends.Select(static user => user.Id));
        userBatch.AssertCalls([1], [101], [102, 103, 104, 105, 106]);
        friendBatch.AssertCalls([1]);
    });

    [Fact]
    public async Task I3_Rows_that_come_in_any_order_and_not_at_all_reach_their_keys()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, string>(
            static batch =>
            {
                batch.SetDictionary(new Dictionary<int, string> { [3] = "three", [1] = "one" });
                return Task.CompletedTask;
            },
            new("NumberById") { MissingKeys = MissingKeys.Fail },
            options: new() { Scheduler = scheduler });

        IReadOnlyList<LoadResult<string>> results = await scheduler.DispatchFor(loader.LoadManySettledAsync([1, 2, 3]));

        Assert.Equal(("one", "three"), (results[0].Value, results[2].Value));
        Assert.IsType<KeyNotFoundException>(results[1].Error);
    }

    [Fact]
    public async Task I3_Rows_are_grouped_under_their_keys()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, IReadOnlyList<string>>(
            static batch =>
            {
                batch.SetLookup(new[] { (1, "a"), (3, "c"), (1, "b") }.ToLookup(static row => row.Item1, static row => row.Item2));
                return Task.CompletedTask;
            },
            options: new() { Scheduler = scheduler });

        Assert.Equal([["a", "b"], [], ["c"]], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3])));
    }

    [Fact]
    public async Task I4_A_loader_of_a_request_of_its_own_leaks_nothing()
    {
        string user = "alice";
        (BatchLoader<string, string> alice, _, ManualBatchScheduler scheduler) = Manual.Of<string, string>(key => $"{key} of {user}");
        Assert.Equal("cart of alice", await scheduler.DispatchFor(alice.LoadAsync("cart")));

        user = "bob";
        (BatchLoader<string, string> bob, _, ManualBatchScheduler bobsScheduler) = Manual.Of<string, string>(key => $"{key} of {user}");

        Assert.Equal("cart of bob", await bobsScheduler.DispatchFor(bob.LoadAsync("cart")));
        Assert.Equal("cart of alice", await alice.LoadAsync("cart").WithTimeout());
    }

    private sealed record User(int Id, int BestFriendId);
}
