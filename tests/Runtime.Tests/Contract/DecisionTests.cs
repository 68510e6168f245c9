using System.Collections.Immutable;

namespace DataLoader.Tests;

/// <summary>Where other libraries disagree with each other: decisions X1 to X12.</summary>
public class DecisionTests
{
    [Fact]
    public async Task X1_A_second_load_gives_the_same_task_pending_and_done()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        Task<int> first = loader.LoadAsync(1);

        Assert.Same(first, loader.LoadAsync(1));
        await scheduler.DispatchFor(first);
        Assert.Same(first, loader.LoadAsync(1));
        Assert.Same(first, loader.LoadAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task X2_A_hit_on_a_known_key_is_done()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        await scheduler.DispatchFor(loader.LoadAsync(1));
        _ = loader.LoadAsync(2);

        Assert.True(loader.LoadAsync(1).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task X3_Many_keys_fail_by_position_or_settle_one_by_one()
    {
        var error = new InvalidOperationException();
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        loader.PrimeError(2, error);

        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2]);
        Task<IReadOnlyList<LoadResult<int>>> settled = loader.LoadManySettledAsync([1, 2]);
        scheduler.Dispatch();

        await many.FailsWith(error);
        Assert.Equal([1, LoadResult.Failure<int>(error)], await settled.WithTimeout());
    }

    [Fact]
    public async Task X4_What_a_batch_throws_is_never_wrapped()
    {
        var error = new ApplicationException("the user's own");
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((_, _) => throw error);

        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith(error);
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])).FailsWith(error);
        Assert.Same(error, (await scheduler.DispatchFor(loader.LoadManySettledAsync([1])))[0].Error);
    }

    [Fact]
    public async Task X5_Without_a_cache_prime_and_clear_do_nothing()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.Cache = false);

        loader.Prime(1, 5).Prime(1, Task.FromResult(5)).PrimeError(1, new InvalidOperationException()).Clear(1).ClearAll();

        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [Fact]
    public void X6_A_limit_of_one_is_the_smallest()
    {
        Assert.Equal(1, new BatchLoaderOptions<int, int> { MaxBatchSize = 1 }.MaxBatchSize);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoaderOptions<int, int> { MaxBatchSize = 0 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task X7_Splitting_changes_no_value(int maxBatchSize)
    {
        (BatchLoader<int, string> loader, RecordingBatch<int, string> batch, ManualBatchScheduler scheduler) =
            Manual.Of<int, string>(static key => "value " + key, o => o.MaxBatchSize = maxBatchSize);
        int[] keys = [5, 3, 5, 8, 1, 9, 3, 2, 7, 6, 0, 4];

        IReadOnlyList<string> values = await scheduler.DispatchFor(Tasks.All(keys.Select(loader.LoadAsync)));

        Assert.Equal(keys.Select(static key => "value " + key), values);
        Assert.Equal(keys.Distinct(), batch.Calls.SelectMany(static part => part));
        Assert.All(batch.Calls, part => Assert.InRange(part.Length, 1, maxBatchSize));
    }

    [Fact]
    public Task X8_Inside_a_root_frame_coalescing_is_exact() => Isolated.Run(async () =>
    {
        var batch = RecordingBatch.Identity<int>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        async Task<int> Slowly(int key)
        {
            Thread.SpinWait(500);
            return await loader.LoadAsync(key);
        }

        await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 200).Select(Slowly))).WithTimeout();

        Assert.Equal(200, Assert.Single(batch.Calls).Length);
    });

    [Fact]
    public void X9_Without_batching_the_batch_still_does_not_run_inside_a_load()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.MaxBatchSize = 1);

        Task<int> load = loader.LoadAsync(1);

        Assert.False(load.IsCompleted);
        batch.AssertCalls();
        Assert.Equal(1, scheduler.Dispatch());
    }

    [Fact]
    public void X10_A_primed_task_is_returned_as_it_is_even_while_pending()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        Task<int> pending = new TaskCompletionSource<int>().Task;

        Assert.Same(pending, loader.Prime(1, pending).LoadAsync(1));
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public async Task X11_Every_list_that_can_be_read_will_do()
    {
        foreach (Func<IReadOnlyList<int>, IReadOnlyList<int>> answer in new Func<IReadOnlyList<int>, IReadOnlyList<int>>[]
        {
            static keys => keys.ToArray(),
            static keys => keys.ToList(),
            static keys => keys.ToImmutableArray(),
            static keys => keys.ToList().AsReadOnly(),
            static keys => new ArraySegment<int>([0, .. keys], 1, keys.Count),
            static keys => keys,
        })
        {
            (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) => Task.FromResult(answer(keys)));

            Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
        }
    }

    [Fact]
    public async Task X12_Cancellation_poisons_neither_task_nor_cache()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var leaving = new CancellationTokenSource();

        Task<int> left = loader.LoadAsync(1, leaving.Token);
        Task<int> stays = loader.LoadAsync(1);
        scheduler.Dispatch();
        leaving.Cancel();
        await left.IsCancelled();

        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        Assert.Equal(1, await stays.WithTimeout());
        Assert.Equal(1, await loader.LoadAsync(1, CancellationToken.None).WithTimeout());
        batch.AssertCalls([1]);
    }
}
