using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>Callers who leave: against those who join, the cut, the start and the completion of their batch.</summary>
public class CancellationTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void X12_A_caller_who_leaves_harms_nobody_who_joins() => Explore(1, static run =>
    {
        var backend = new Backend(run) { ObeysItsToken = true };
        var cancel = new CancellationTokenSource();
        BatchLoader<int, int> users = backend.Loader();
        Task<int>? leaver = null;
        Task<int>? stays = null;
        run.Expect(leaver = users.LoadAsync(1, cancel.Token));
        run.Thread("leaves", cancel.Cancel);
        run.Thread("stays", () => stays = backend.Load(users, 1));
        return () =>
        {
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
            Assert.True(leaver.IsCanceled || leaver.IsCompletedSuccessfully);
            backend.CheckValues();
        };
    });

    [Fact]
    public void X12_A_caller_who_comes_and_leaves_against_one_who_stays() => Explore(1, static run =>
    {
        var backend = new Backend(run) { IsPrompt = false, ObeysItsToken = true };
        var manual = new ManualBatchScheduler();
        var cancel = new CancellationTokenSource();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<int>? leaver = null;
        Task<int>? stays = null;
        run.Thread("leaves", () =>
        {
            leaver = users.LoadAsync(1, cancel.Token);
            cancel.Cancel();
        });
        run.Thread("stays", () => stays = backend.Load(users, 1));
        run.Thread("sends", () => manual.Dispatch());
        return () =>
        {
            manual.Dispatch();
            run.Settle();
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
            Assert.True(leaver!.IsCompleted);
            backend.CheckValues();
        };
    });

    [Fact]
    public void X12_The_last_of_two_callers_to_leave_cancels_the_batch() => Explore(1, static run =>
    {
        (Backend backend, BatchLoader<int, int> users, Task<int> task) = InFlight(run);
        Assert.Same(task, users.Core.Load(1, canCancel: true));
        run.Thread("one", () => users.Core.CallerLeaves(task));
        run.Thread("two", () => users.Core.CallerLeaves(task));
        return () =>
        {
            // It was answered before both had left, or the batch learned that nobody waits: it was not sent, or its token fired.
            Assert.True(task.IsCompleted);
            bool remembered = ReferenceEquals(task, users.LoadAsync(1));
            Assert.True(remembered || backend.Batches.Count == 0 || backend.Batches[0].Token.IsCancellationRequested);
        };
    });

    [Fact]
    public void X12_A_load_that_races_with_the_last_one_who_leaves_gets_its_value() => Explore(1, static run =>
    {
        (Backend backend, BatchLoader<int, int> users, Task<int> task) = InFlight(run);
        Task<int>? stays = null;
        run.Thread("leaves", () => users.Core.CallerLeaves(task));
        run.Thread("stays", () => stays = backend.Load(users, 1));
        return () =>
        {
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
            backend.CheckValues();
        };
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void X12_Who_joins_a_key_counts_though_the_place_of_it_was_that_of_one_that_is_done(bool all) => Explore(2, run =>
    {
        // Four keys are done. Half of them are forgotten while the table grows, or all while it is not empty.
        var backend = new Backend(run) { IsPrompt = false, ObeysItsToken = true };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        for (int key = 1; key <= 4; key++)
            backend.Load(users, key);
        manual.Dispatch();
        run.Settle();
        if (all)
            users.Core.CallerLeaves(users.Core.Load(9, canCancel: true));
        else
            users.Clear(1).Clear(2);

        Task<int>? left = null;
        Task<int>? stays = null;
        run.Thread("leaves", () =>
        {
            if (all)
                users.ClearAll();
            left = users.Core.Load(5, canCancel: true);
        });
        run.Thread("stays", () => stays = backend.Load(users, 5));
        return () =>
        {
            manual.Dispatch();
            users.Core.CallerLeaves(left!);
            run.Settle();
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
        };
    });

    [Fact]
    public void X12_Map_Who_joins_a_key_counts_however_early_it_is_found() => Explore(2, static run =>
    {
        var backend = new Backend(run) { IsPrompt = false, ObeysItsToken = true };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual, CacheMap = new MapCache() });
        Task<int>? left = null;
        Task<int>? stays = null;
        run.Thread("leaves", () => left = users.Core.Load(1, canCancel: true));
        run.Thread("stays", () => stays = backend.Load(users, 1));
        return () =>
        {
            manual.Dispatch();
            users.Core.CallerLeaves(left!);
            run.Settle();
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
        };
    });

    [Fact]
    public void X12_A_batch_that_is_left_before_it_starts() => Explore(1, static run =>
    {
        // The second batch waits for the first, and everybody leaves it.
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(options: new() { MaxConcurrentBatches = 1, MaxBatchSize = 1 });
        backend.Load(users, 1);
        Task<int> left = users.Core.Load(2, canCancel: true);
        Task<int>? stays = null;
        run.Expect(left);
        run.Thread("leaves", () => users.Core.CallerLeaves(left));
        run.Thread("stays", () => stays = backend.Load(users, 2));
        return () =>
        {
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
            backend.CheckValues();
        };
    });

    [Fact]
    public void X12_Who_leaves_one_of_two_keys_cancels_nobody() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader();
        Task<int> one = backend.Note(1, users.Core.Load(1, canCancel: true));
        Task<int> two = backend.Note(2, users.Core.Load(2, canCancel: true));
        run.Thread("leaves", () => users.Core.CallerLeaves(one));
        run.Thread("clears", () => users.Clear(2));
        return () =>
        {
            Assert.True(two.IsCompletedSuccessfully);
            backend.Check();
        };
    });

    [Fact]
    public void J1_A_caller_who_leaves_against_the_completion() => Explore(2, static run =>
    {
        var backend = new Backend(run);
        var cancel = new CancellationTokenSource();
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<int> shared = backend.Load(users, 1);
        Task<int> leaver = users.LoadAsync(1, cancel.Token);
        run.Expect(leaver);
        manual.Dispatch();
        run.Thread("leaves", cancel.Cancel);
        return () =>
        {
            Assert.True(leaver.IsCanceled || leaver.Result == shared.Result);
            backend.Check();
        };
    });

    [Fact]
    public void X12_Many_keys_that_are_left_against_a_load_of_one() => Explore(1, static run =>
    {
        var backend = new Backend(run) { IsPrompt = false, ObeysItsToken = true };
        var manual = new ManualBatchScheduler();
        var cancel = new CancellationTokenSource();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2], cancel.Token);
        Task<int>? stays = null;
        run.Thread("leaves", cancel.Cancel);
        run.Thread("stays", () => stays = backend.Load(users, 2));
        run.Thread("sends", () => manual.Dispatch());
        return () =>
        {
            manual.Dispatch();
            run.Settle();
            Assert.True(many.IsCanceled || many.IsCompletedSuccessfully);
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
            backend.CheckValues();
        };
    });

    [Fact]
    public void X12_Map_A_load_that_races_with_the_last_one_who_leaves() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { CacheMap = new MapCache(), Scheduler = manual });
        Task<int> task = users.Core.Load(1, canCancel: true);
        run.Expect(task);
        manual.Dispatch();
        Task<int>? stays = null;
        run.Thread("leaves", () => users.Core.CallerLeaves(task));
        run.Thread("stays", () =>
        {
            stays = backend.Load(users, 1);
            manual.Dispatch();
        });
        return () =>
        {
            Assert.True(stays!.IsCompletedSuccessfully, "who stays has no value");
            backend.CheckValues();
        };
    });

    // One key in flight that one caller waits for, who may leave.
    private static (Backend Backend, BatchLoader<int, int> Users, Task<int> Task) InFlight(Exploring.Run run)
    {
        var backend = new Backend(run) { ObeysItsToken = true };
        BatchLoader<int, int> users = backend.Loader();
        Task<int> task = users.Core.Load(1, canCancel: true);
        run.Expect(task);
        return (backend, users, task);
    }
}
