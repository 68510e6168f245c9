using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>When exactly many keys end: row E4.</summary>
public class GatherTests
{
    [Fact]
    public async Task E4_It_ends_as_soon_as_a_key_has_failed_and_every_key_before_it_has_its_value()
    {
        var error = new InvalidOperationException("second");
        var (loader, batch, scheduler) = Manual.Gated<int>(static o => o.MaxBatchSize = 1);
        var load = loader.LoadManyAsync([1, 2, 3]);
        scheduler.Dispatch();

        batch.Calls[1].Fail(error);
        Assert.False(load.IsCompleted);
        batch.Calls[0].Answer();

        await load.FailsWith(error);
        Assert.False(batch.Calls[2].Outcome.IsCompleted);
        batch.Calls[2].Answer();
        Assert.Equal(3, await loader.LoadAsync(3).WithTimeout());
        batch.AssertCalls([1], [2], [3]);
    }

    [Fact]
    public async Task E4_A_failure_behind_a_key_that_has_not_ended_is_not_told_before_it()
    {
        var error = new InvalidOperationException("first");
        var (loader, batch, scheduler) = Manual.Gated<int>(static o => o.MaxBatchSize = 1);
        var load = loader.LoadManyAsync([1, 2]);
        scheduler.Dispatch();

        batch.Calls[1].Fail(new InvalidOperationException("second"));
        Assert.False(load.IsCompleted);
        batch.Calls[0].Fail(error);

        await load.FailsWith(error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void E4_U19_An_error_behind_the_one_that_was_told_is_no_unobserved_error(bool laterFirst)
    {
        InvalidOperationException told = new("first"), behind = new("second");

        Assert.False(Unobserved.Reports(behind, () => FailBoth(told, behind, laterFirst)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailBoth(Exception told, Exception behind, bool laterFirst)
    {
        TaskCompletionSource first = new(), second = new();
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            batch => batch.Keys[0] == 1 ? first.Task : second.Task, options: new() { MaxBatchSize = 1, Scheduler = scheduler });
        var load = loader.LoadManyAsync([1, 2]);
        scheduler.Dispatch();
        if (laterFirst)
        {
            second.SetException(behind);
        }

        first.SetException(told);
        Assert.Same(told, Assert.Throws<InvalidOperationException>(() => load.WithTimeout().GetAwaiter().GetResult()));
        if (!laterFirst)
        {
            second.SetException(behind);
        }

        _ = second.Task.Exception;
    }
}
