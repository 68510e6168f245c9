namespace DataLoader.Tests;

/// <summary>Keys that did not leave together although they might have: each of these is caused in one known way, and the receipt says which.</summary>
public class MissedMergeTests
{
    private delegate Task Script(Watching watching, BatchLoader<int, int> users);

    private static readonly Dictionary<string, (MissedMergeReason? Expected, Script Run)> Scripts = new()
    {
        ["an await of something else in between"] = (MissedMergeReason.OutsideFrames, static (it, users) => it.Scope.RunAsync(async () =>
        {
            await users.LoadAsync(1);
            await Task.Yield();
            await users.LoadAsync(2);
        })),
        ["a hop of the executor"] = (MissedMergeReason.OutsideFrames, static async (it, users) =>
        {
            await it.Scope.RunAsync(() => users.LoadAsync(1));
            await Task.Run(() => users.LoadAsync(2));
        }),
        ["a cold start: a pause between two loads outside frames"] = (MissedMergeReason.OutsideFrames, static async (it, _) =>
        {
            var backend = GatedBatch.Identity<int>();
            BatchLoader<int, int> users = it.Loader("Users", backend.LoadAsync);
            Task<int> first = users.LoadAsync(1);
            GatedBatch<int, int>.Call sent = await backend.CallAsync(0);
            Task<int> second = users.LoadAsync(2);
            (await backend.CallAsync(1)).Answer();
            sent.Answer();
            await Task.WhenAll(first, second);
        }),
        ["a load in a loop"] = (MissedMergeReason.AfterItsAnswer, static (it, users) => it.Scope.RunAsync(async () =>
        {
            foreach (int key in (int[])[1, 2])
                await users.LoadAsync(key);
        })),
        ["a load in a loop, outside every frame"] = (MissedMergeReason.AfterItsAnswer, static (_, users) => Task.Run(async () =>
        {
            foreach (int key in (int[])[1, 2])
                await users.LoadAsync(key);
        })),
        ["the keys of the next level depend on the values"] = (MissedMergeReason.AfterItsAnswer, static (it, users) => it.Scope.RunAsync(
            async () => await users.LoadAsync(10 + await users.LoadAsync(1)))),
        ["many loads, and one after them"] = (MissedMergeReason.AfterItsAnswer, static (it, users) => it.Scope.RunAsync(async () =>
        {
            await users.LoadManyAsync([1, 2]);
            await users.LoadAsync(3);
        })),
        ["two levels further on"] = (MissedMergeReason.AfterItsAnswer, static (it, users) =>
        {
            BatchLoader<int, int> orders = it.Loader("Orders");
            return it.Scope.RunAsync(async () => await users.LoadAsync(10 + await orders.LoadAsync(await users.LoadAsync(1))));
        }),
        ["asked again after it was cleared"] = (MissedMergeReason.AfterItsAnswer, static (it, users) => it.Scope.RunAsync(async () =>
        {
            await users.LoadAsync(1);
            await users.Clear(1).LoadAsync(1);
        })),
        ["asked again because it had failed"] = (MissedMergeReason.AfterItsAnswer, static async (it, _) =>
        {
            int calls = 0;
            BatchLoader<int, int> users = it.Loader("Users", (keys, _) => calls++ == 0 ? throw new FormatException() : Task.FromResult(keys));
            await it.Scope.RunAsync(async () =>
            {
                try
                {
                    await users.LoadAsync(1);
                }
                catch (FormatException)
                {
                    await users.LoadAsync(1);
                }
            });
        }),
        ["no cache"] = (MissedMergeReason.AfterItsAnswer, static async (it, _) =>
        {
            BatchLoader<int, int> users = it.Loader("Users", cache: false);
            await it.Scope.RunAsync(async () =>
            {
                await users.LoadAsync(1);
                await users.LoadAsync(1);
            });
        }),
        ["a half-warm cache"] = (MissedMergeReason.AfterAnotherAnswer, static (it, users) =>
        {
            BatchLoader<int, int> orders = it.Loader("Orders").Prime(1, 1);
            async Task UserOf(int order) => await users.LoadAsync(await orders.LoadAsync(order));
            return it.Scope.RunAsync(() => Task.WhenAll(UserOf(1), UserOf(2)));
        }),
        ["paths of different length"] = (MissedMergeReason.AfterAnotherAnswer, static (it, users) =>
        {
            BatchLoader<int, int> orders = it.Loader("Orders");
            async Task UserOf(int order) => await users.LoadAsync(await orders.LoadAsync(order));
            return it.Scope.RunAsync(() => Task.WhenAll(users.LoadAsync(1), UserOf(2)));
        }),
        ["the maximum size"] = (MissedMergeReason.MaxBatchSize, static (it, _) => it.Loader("Users", maxBatchSize: 2).LoadManyAsync([1, 2, 3])),
        ["no batching at all"] = (MissedMergeReason.MaxBatchSize, static (it, _) => it.Loader("Users", maxBatchSize: 1).LoadManyAsync([1, 2, 3])),
        ["the earlier batch was full"] = (null, static async (it, _) =>
        {
            BatchLoader<int, int> users = it.Loader("Users", maxBatchSize: 2);
            await it.Scope.RunAsync(async () =>
            {
                await users.LoadManyAsync([1, 2]);
                await users.LoadAsync(3);
            });
        }),
        ["a blocking call in the body"] = (MissedMergeReason.Blocked, static (it, users) => Isolated.Run(() => it.Scope.RunAsync(async () =>
        {
            _ = users.LoadAsync(1).Result;
            await users.LoadAsync(2);
        }))),
        ["a blocking call in code that an answer woke up"] = (MissedMergeReason.Blocked, static (it, users) => Isolated.Run(() =>
        {
            BatchLoader<int, int> orders = it.Loader("Orders");
            return it.Scope.RunAsync(async () =>
            {
                _ = users.LoadAsync(await orders.LoadAsync(1)).Result;
                await users.LoadAsync(2);
            });
        })),
        ["two instances of one loader"] = (MissedMergeReason.OtherInstance, static (it, users) =>
        {
            BatchLoader<int, int> others = it.Loader("Users");
            return it.Scope.RunAsync(() => Task.WhenAll(users.LoadAsync(1), others.LoadAsync(2)));
        }),
        ["two scopes"] = (null, static async (it, users) =>
        {
            using var other = new LoaderScope([it]);
            var others = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Name = "Users" }, other);
            await it.Scope.RunAsync(() => Task.WhenAll(users.LoadAsync(1), others.LoadAsync(2)));
            Assert.Equal(2, it.Batches.Select(static batch => batch.ScopeId).Distinct().Count());
        }),
        ["two root frames"] = (MissedMergeReason.LaterFrame, static async (it, _) =>
        {
            var backend = GatedBatch.Identity<int>();
            BatchLoader<int, int> users = it.Loader("Users", backend.LoadAsync);
            List<Task> loads = [];
            foreach (int key in (int[])[1, 2])
            {
                using (it.Scope.OpenFrame())
                    loads.Add(users.LoadAsync(key));
            }

            backend.Calls[0].Answer();
            backend.Calls[1].Answer();
            await Task.WhenAll(loads);
        }),
        ["two holds"] = (MissedMergeReason.LaterFrame, static async (it, _) =>
        {
            var backend = GatedBatch.Identity<int>();
            BatchLoader<int, int> users = it.Loader("Users", backend.LoadAsync);
            List<Task> loads = [];
            foreach (int key in (int[])[1, 2])
            {
                using (it.Scope.HoldBatches())
                    loads.Add(users.LoadAsync(key));
            }

            backend.Calls[0].Answer();
            backend.Calls[1].Answer();
            await Task.WhenAll(loads);
        }),
        ["the loader's own scheduler"] = (MissedMergeReason.Scheduler, static async (it, _) =>
        {
            var scheduler = new ManualBatchScheduler();
            BatchLoader<int, int> users = it.Loader("Users", scheduler: scheduler);
            await scheduler.DispatchFor(users.LoadAsync(1));
            await scheduler.DispatchFor(users.LoadAsync(2));
        }),
        ["a window that has closed"] = (MissedMergeReason.Scheduler, static async (it, _) =>
        {
            BatchLoader<int, int> users = it.Loader("Users", scheduler: BatchScheduler.Window(TimeSpan.FromMilliseconds(1)));
            await users.LoadAsync(1);
            await users.LoadAsync(2);
        }),
    };

    public static TheoryData<string> Causes => [.. Scripts.Keys];

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task T15_A_receipt_says_why_its_keys_did_not_leave_with_earlier_ones(string cause)
    {
        using var watching = new Watching();
        (MissedMergeReason? expected, Script run) = Scripts[cause];

        await run(watching, watching.Loader("Users")).WithTimeout();

        BatchReceipt[] users = [.. watching.Batches.Where(static batch => batch.LoaderName == "Users")];
        Assert.True(users.Length >= 2, "There was no split.");
        Assert.Null(users[0].MissedMerge);
        Assert.Equal(expected, users[^1].MissedMerge?.Reason);
        Assert.Equal(expected is null ? null : users[^2].Number, users[^1].MissedMerge?.Number);
    }

    [Fact]
    public async Task T15_What_left_together_has_missed_nothing()
    {
        using var watching = new Watching();
        (BatchLoader<int, int> users, BatchLoader<int, int> orders) = (watching.Loader("Users"), watching.Loader("Orders"));

        await watching.Scope.RunAsync(() => Task.WhenAll(users.LoadAsync(1), orders.LoadAsync(1), users.LoadAsync(2))).WithTimeout();

        Assert.All(watching.Batches, static batch => Assert.Null(batch.MissedMerge));
        Assert.Equal([1, 1], watching.Batches.Select(static batch => batch.Dispatch));
    }
}
