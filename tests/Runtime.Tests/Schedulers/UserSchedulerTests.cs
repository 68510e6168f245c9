using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>Schedulers of the user's own, the well-behaved and the others.</summary>
public class UserSchedulerTests
{
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
    public void G4_What_is_never_dispatched_stays_pending()
    {
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = new DelegateScheduler() });

        Task<int> load = loader.LoadAsync(1);

        Assert.False(load.IsCompleted);
        batch.AssertCalls();
    }

    [Fact]
    public async Task U11_A_scheduler_that_dispatches_at_once_loses_no_key()
    {
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = new DelegateScheduler(static pending => pending.Dispatch()) });

        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
        Assert.Equal([2, 3], await loader.LoadManyAsync([2, 3]).WithTimeout());
        Assert.Equal([1, 2, 3], batch.Calls.SelectMany(static keys => keys));
    }

    [Fact]
    public async Task U12_A_scheduler_that_throws_poisons_nothing()
    {
        var error = new InvalidOperationException("no scheduling today");
        BatchLoader<int, int> self = null!;
        Task<int>? alsoPending = null;
        var batch = RecordingBatch.Identity<int>();
        var scheduler = new DelegateScheduler(_ =>
        {
            if (alsoPending is null)
            {
                alsoPending = self.LoadAsync(2);
                throw error;
            }
        });
        self = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });

        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = self.LoadAsync(1); }));
        await alsoPending!.FailsWith(error);
        Task<IReadOnlyList<int>> load = self.LoadManyAsync([1, 2]);

        Assert.Equal(2, scheduler.Scheduled.Length);
        Assert.Equal(0, scheduler.Scheduled[0].Dispatch());
        Assert.Equal(1, scheduler.Scheduled[1].Dispatch());
        Assert.Equal([1, 2], await load.WithTimeout());
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task U13_A_batch_is_sent_once_however_often_it_is_dispatched()
    {
        var batch = RecordingBatch.Identity<int>();
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });

        Task<int> load = loader.LoadAsync(1);

        Assert.Equal(1, scheduler.Scheduled[0].Dispatch());
        Assert.Equal(0, scheduler.Scheduled[0].Dispatch());
        Assert.Equal(1, await load.WithTimeout());
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task A_dispatch_that_comes_too_late_does_not_send_newer_keys()
    {
        var batch = RecordingBatch.Identity<int>();
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });
        Task<int> first = loader.LoadAsync(1);
        scheduler.Scheduled[0].Dispatch();
        Assert.Equal(1, await first.WithTimeout());

        Task<int> newer = loader.LoadAsync(2);

        Assert.Equal(2, scheduler.Scheduled.Length);
        Assert.Equal(0, scheduler.Scheduled[0].Dispatch());
        Assert.False(newer.IsCompleted);
        Assert.Equal(1, scheduler.Scheduled[1].Dispatch());
        Assert.Equal(2, await newer.WithTimeout());
    }

    [Fact]
    public async Task A_scheduler_that_throws_fails_the_loads_of_that_batch_alone()
    {
        var error = new InvalidOperationException();
        bool broken = false;
        var scheduler = new DelegateScheduler(_ =>
        {
            if (broken)
                throw error;
        });
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });
        Task<int> first = loader.LoadAsync(1);
        scheduler.Scheduled[0].Dispatch();
        Assert.Equal(1, await first.WithTimeout());

        broken = true;
        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync([2, 3]); }));
        broken = false;

        Assert.Same(first, loader.LoadAsync(1));
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([2, 3]);
        Assert.Equal(1, scheduler.Scheduled[^1].Dispatch());
        Assert.Equal([2, 3], await many.WithTimeout());
        batch.AssertCalls([1], [2, 3]);
    }

    [Fact]
    public async Task A_scheduler_that_dispatches_and_then_throws_loses_nothing()
    {
        var scheduler = new DelegateScheduler(static pending =>
        {
            pending.Dispatch();
            throw new InvalidOperationException();
        });
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });

        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(1); });

        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
        batch.AssertCalls([1]);
    }

    [Fact]
    public Task A_scheduler_may_load_from_the_loader_it_schedules() => Isolated.Run(async () =>
    {
        BatchLoader<int, int> self = null!;
        var scheduler = new DelegateScheduler(pending =>
        {
            _ = self.LoadAsync(99);
            pending.Dispatch();
        });
        var batch = RecordingBatch.Identity<int>();
        self = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });

        Assert.Equal(1, await self.LoadAsync(1).WithTimeout());
        Assert.Equal(99, await self.LoadAsync(99).WithTimeout());
        batch.AssertCalls([1, 99]);
    });

    [Fact]
    public async Task A_pending_batch_knows_how_many_keys_wait_now()
    {
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = scheduler });

        Task<IReadOnlyList<int>> loads = Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(1));
        Assert.Equal(2, scheduler.Scheduled[0].KeyCount);
        scheduler.Scheduled[0].Dispatch();

        Assert.Equal(0, scheduler.Scheduled[0].KeyCount);
        await loads.WithTimeout();
    }

    [Fact]
    public Task S12_A_batch_that_is_dispatched_late_and_from_another_thread_is_served() => Isolated.Run(async () =>
    {
        var scheduler = new DelegateScheduler(static pending => ThreadPool.QueueUserWorkItem(_ =>
        {
            pending.Dispatch();
            pending.Dispatch();
        }));
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { Scheduler = scheduler });

        IReadOnlyList<int> loads = await Tasks.All(Enumerable.Range(0, 1_000).Select(loader.LoadAsync)).WithTimeout();

        Assert.Equal(Enumerable.Range(0, 1_000), loads);
        Assert.Equal(Enumerable.Range(0, 1_000), batch.Calls.SelectMany(static keys => keys).Order());
    });

    [Fact]
    public async Task S12_A_scheduler_that_never_dispatches_holds_its_loads_until_the_scope_ends()
    {
        var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = new DelegateScheduler() }, scope);
        Task<int> load = loader.LoadAsync(1);

        scope.Dispose();

        await load.FailsWith<ObjectDisposedException>();
    }

    [Fact]
    public void An_error_of_a_scheduler_that_a_load_threw_is_no_unobserved_error()
    {
        var error = new InvalidOperationException("no scheduling today");

        Assert.False(Unobserved.Reports(error, () => LoadWithBrokenScheduler(error)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadWithBrokenScheduler(Exception error)
    {
        var loader = BatchLoader.Create<int, int>(
            RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = new DelegateScheduler(_ => throw error) });
        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadAsync(1); }));
    }
}
