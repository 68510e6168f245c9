using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>When exactly a load of many keys ends (E4).</summary>
public class LoadManyCompletionTests
{
    [Fact]
    public async Task E4_It_ends_as_soon_as_a_key_has_failed_and_every_key_before_it_has_its_value()
    {
        var error = new InvalidOperationException("second");
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(static o => o.MaxBatchSize = 1);
        Task<IReadOnlyList<int>> load = loader.LoadManyAsync([1, 2, 3]);
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
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(static o => o.MaxBatchSize = 1);
        Task<IReadOnlyList<int>> load = loader.LoadManyAsync([1, 2]);
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

    [Fact]
    public Task E1_Many_keys_of_several_callers_and_what_they_ask_for_next_are_two_batches() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> users, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        var ordersBatch = RecordingBatch.Identity<int>();
        var orders = BatchLoader.Create<int, int>(ordersBatch.LoadAsync, scope: scope);
        async Task<IReadOnlyList<int>> Both(int first)
            => await orders.LoadManyAsync((await users.LoadManyAsync([first, first + 1, 0])).Select(static user => user + 100));

        IReadOnlyList<IReadOnlyList<int>> values = await scope.RunAsync(() => Tasks.All(Both(1), Both(3), Both(5))).WithTimeout();

        Assert.Equal([[101, 102, 100], [103, 104, 100], [105, 106, 100]], values);
        batch.AssertCalls([1, 2, 0, 3, 4, 5, 6]);
        ordersBatch.AssertCalls([101, 102, 100, 103, 104, 105, 106]);
    });

    [Fact]
    public Task Many_keys_are_waited_for_by_batch_and_not_one_by_one() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<bool> hadEnded;
        using (scope.OpenFrame())
        {
            Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 3]);
            hadEnded = HadEnded();
            async Task<bool> HadEnded()
            {
                await loader.LoadAsync(4);
                return many.IsCompleted;
            }
        }

        Assert.False(await hadEnded.WithTimeout());
    });

    [Fact]
    public Task S11_A_continuation_may_block_on_many_keys_of_the_batch_that_wakes_it() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<int> blocked;
        using (scope.OpenFrame())
        {
            Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 3]);
            blocked = Block();
            async Task<int> Block()
            {
                await loader.LoadAsync(2).ConfigureAwait(false);
                return many.Result.Count;
            }
        }

        Assert.Equal(3, await blocked.WithTimeout());
        batch.AssertCalls([1, 2, 3]);
    });

    [Fact]
    public Task E3_E4_Keys_that_are_there_and_keys_that_fail_stand_among_those_that_wait() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var error = new InvalidOperationException("no 4");
        var loader = new DelegateLoader<int, int>(
            batch =>
            {
                batch.SetResults([.. batch.Keys.Select(key => key == 4 ? LoadResult.Failure<int>(error) : LoadResult.Success(key))]);
                return Task.CompletedTask;
            },
            scope: scope);
        loader.Prime(1, 10).Prime(3, 30);
        Task<IReadOnlyList<LoadResult<int>>> settled;
        Task<IReadOnlyList<int>> failed;
        using (scope.OpenFrame())
        {
            settled = loader.LoadManySettledAsync([1, 2, 3, 4, 5]);
            failed = loader.LoadManyAsync([2, 3, 4, 5]);
        }

        IReadOnlyList<LoadResult<int>> results = await settled.WithTimeout();
        Assert.Equal([10, 2, 30, 5], results.Where(static it => it.Error is null).Select(static it => it.Value));
        Assert.Same(error, results[3].Error);
        await failed.FailsWith(error);
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailBoth(Exception told, Exception behind, bool laterFirst)
    {
        TaskCompletionSource first = new(), second = new();
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            batch => batch.Keys[0] == 1 ? first.Task : second.Task, options: new() { MaxBatchSize = 1, Scheduler = scheduler });
        Task<IReadOnlyList<int>> load = loader.LoadManyAsync([1, 2]);
        scheduler.Dispatch();
        if (laterFirst)
            second.SetException(behind);

        first.SetException(told);
        Assert.Same(told, Assert.Throws<InvalidOperationException>(() => load.WithTimeout().GetAwaiter().GetResult()));
        if (!laterFirst)
            second.SetException(behind);

        _ = second.Task.Exception;
    }
}
