namespace DataLoader.Tests;

public class SchedulingTests
{
    [Fact]
    public async Task G1_A_manual_scheduler_sends_inside_dispatch_what_is_pending_then()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        var loads = new List<Task<string>> { loader.LoadAsync("A"), loader.LoadAsync("B") };
        batch.AssertCalls();
        Assert.Equal(1, scheduler.Dispatch());
        batch.AssertCalls(["A", "B"]);

        loads.AddRange([loader.LoadAsync("A"), loader.LoadAsync("C")]);
        Assert.Equal(1, scheduler.Dispatch());
        batch.AssertCalls(["A", "B"], ["C"]);

        Task<string> never = loader.LoadAsync("D");
        Assert.Equal(["A", "B", "A", "C"], await Tasks.All(loads).WithTimeout());
        Assert.False(never.IsCompleted);
        batch.AssertCalls(["A", "B"], ["C"]);
    }

    [Fact]
    public void G2_A_scheduler_is_given_the_batch()
    {
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Name = "UserById", Scheduler = scheduler });

        _ = loader.LoadManyAsync([1, 2, 1]);
        _ = loader.LoadAsync(3);

        PendingBatch batch = Assert.Single(scheduler.Scheduled);
        Assert.Equal("UserById", batch.LoaderName);
        Assert.Equal(3, batch.KeyCount);
        Assert.Equal(1, batch.Dispatch());
    }

    [Fact]
    public async Task G3_A_window_collects_everything_within_it()
    {
        var time = new FakeTime();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(
            batch.LoadAsync, new() { Scheduler = BatchScheduler.Window(TimeSpan.FromMilliseconds(30), time) });

        Task<int> first = loader.LoadAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(10));
        Task<int> second = loader.LoadAsync(2);
        time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([1, 2], await Tasks.All(first, second).WithTimeout());
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public void G4_What_is_never_dispatched_stays_pending()
    {
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = new DelegateScheduler() });

        Task<int> load = loader.LoadAsync(1);

        Assert.False(load.IsCompleted);
        batch.AssertCalls();
    }

    [Fact]
    public async Task G5_Hops_before_a_load_cost_nothing_as_long_as_nothing_was_dispatched()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();
        Task<string>? b = null, c = null, d = null;

        Task<string> a = loader.LoadAsync("A");
        await Isolated.Run(async () =>
        {
            await Task.Yield();
            b = loader.LoadAsync("B");
            await Task.Yield();
            c = loader.LoadAsync("C");
            await Task.Yield();
            d = loader.LoadAsync("D");
        });

        Assert.Equal(["A", "B", "C", "D"], await scheduler.DispatchFor(Tasks.All(a, b!, c!, d!)));
        batch.AssertCalls(["A", "B", "C", "D"]);
    }

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
    public async Task G6_A_load_through_nested_async_methods_joins_the_batch()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();
        async Task<string> Inner() => await loader.LoadAsync("B");
        async Task<string> Outer() => await Inner();

        Assert.Equal(["A", "B"], await scheduler.DispatchFor(Tasks.All(loader.LoadAsync("A"), Outer())));
        batch.AssertCalls(["A", "B"]);
    }

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
