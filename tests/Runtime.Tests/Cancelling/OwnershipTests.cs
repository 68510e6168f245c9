namespace DataLoader.Tests;

public class OwnershipTests
{
    [Fact]
    public async Task J1_A_caller_who_leaves_harms_nobody()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var leaving = new CancellationTokenSource();

        Task<int> left = loader.LoadAsync(1, leaving.Token);
        Task<int> stays = loader.LoadAsync(1);
        scheduler.Dispatch();
        leaving.Cancel();

        Assert.Equal(leaving.Token, await left.IsCancelled());
        batch.Calls[0].Answer();
        Assert.Equal(1, await stays.WithTimeout());
        Assert.Same(stays, loader.LoadAsync(1));
    }

    [Fact]
    public async Task J2_J3_What_the_owner_of_a_primed_task_decides_stays()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, _) = Manual.Identity<int>();
        var error = new InvalidOperationException("the owner's");
        TaskCompletionSource<int> value = new(), failure = new();
        loader.Prime(1, value.Task).Prime(2, failure.Task);

        value.SetResult(999);
        failure.SetException(error);

        Assert.Equal(999, await loader.LoadAsync(1).WithTimeout());
        await loader.LoadAsync(2).FailsWith(error);
        batch.AssertCalls();
    }

    [Fact]
    public async Task J4_A_batch_that_fails_leaves_a_primed_task_alone()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<int> failing = loader.LoadAsync(1);
        scheduler.Dispatch();
        Task<int> primed = Task.FromResult(999);

        loader.Clear(1).Prime(1, primed);
        batch.Calls[0].Fail(new InvalidOperationException());

        await failing.FailsWith<InvalidOperationException>();
        Assert.Same(primed, loader.LoadAsync(1));
    }
}
