using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>Errors of one key and errors of a whole batch: who gets them, and what is cached.</summary>
public class ErrorTests
{
    [Fact]
    public async Task D1_An_error_for_one_key_fails_the_loads_of_that_key()
    {
        (BatchLoader<int, int> loader, List<int[]> calls, ManualBatchScheduler scheduler) = FailingForOdd();

        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<OddException>();
        Assert.Equal(2, await scheduler.DispatchFor(loader.LoadAsync(2)));
        Assert.Equal([[1], [2]], calls);
    }

    [Fact]
    public async Task D2_Errors_and_values_share_a_batch()
    {
        (BatchLoader<int, int> loader, List<int[]> calls, ManualBatchScheduler scheduler) = FailingForOdd();

        (Task<int> odd, Task<int> even) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        await odd.FailsWith<OddException>();
        Assert.Equal(2, await even.WithTimeout());
        Assert.Equal([[1, 2]], calls);
    }

    [Fact]
    public async Task D3_An_error_for_one_key_is_cached()
    {
        (BatchLoader<int, int> loader, List<int[]> calls, ManualBatchScheduler scheduler) = FailingForOdd();
        Task<int> first = loader.LoadAsync(1);
        OddException error = await scheduler.DispatchFor(first).FailsWith<OddException>();

        Assert.Same(first, loader.LoadAsync(1));
        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith(error);
        Assert.Equal([[1]], calls);
    }

    [Fact]
    public async Task D4_A_caller_may_clear_the_key_of_an_error()
    {
        (BatchLoader<int, int> loader, List<int[]> calls, ManualBatchScheduler scheduler) = FailingForOdd();

        for (int attempt = 0; attempt < 2; attempt++)
        {
            await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<OddException>();
            loader.Clear(1);
        }

        Assert.Equal([[1], [1]], calls);
    }

    [Fact]
    public async Task D5_A_batch_that_fails_fails_all_its_loads_with_one_instance_unwrapped()
    {
        var error = new OddException();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();

        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();
        batch.Calls[0].Fail(error);

        await first.FailsWith(error);
        await second.FailsWith(error);
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task D6_A_batch_that_fails_is_not_cached()
    {
        bool fail = true;
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Of<int, int>(key => fail ? throw new OddException() : key);

        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<OddException>();
        fail = false;

        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1], [1]);
    }

    [Fact]
    public Task D6_A_retry_in_the_catch_block_asks_again() => Isolated.Run(async () =>
    {
        int calls = 0;
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) => ++calls == 1
            ? Task.FromException<IReadOnlyList<int>>(new OddException())
            : Task.FromResult<IReadOnlyList<int>>([.. keys]));
        async Task<int> Retrying()
        {
            try
            {
                return await loader.LoadAsync(1);
            }
            catch (OddException)
            {
                return await loader.LoadAsync(1);
            }
        }

        Task<int> value = Retrying();
        scheduler.Dispatch();

        Assert.Equal(1, await scheduler.DispatchFor(value));
    });

    [Fact]
    public async Task D7_An_error_before_the_first_await_reaches_the_caller_as_it_is()
    {
        var error = new OddException();
#pragma warning disable CS1998 // the point: an async method that never awaits
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(async (_, _) => throw error);
#pragma warning restore CS1998

        await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith(error);
    }

    [Fact]
    public async Task D8_An_error_thrown_instead_of_a_task_reaches_the_caller_as_it_is()
    {
        var error = new OddException();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((_, _) => throw error);

        Task<int> load = loader.LoadAsync(1);
        scheduler.Dispatch();

        await load.FailsWith(error);
    }

    [Fact]
    public async Task D9_A_null_task_breaks_the_contract()
    {
        int calls = 0;
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(
            (keys, _) => ++calls == 1 ? null! : Task.FromResult<IReadOnlyList<int>>([.. keys]), static o => o.Name = "UserById");

        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        BatchContractException error = await first.FailsWith<BatchContractException>();
        await second.FailsWith(error);
        AssertDescribes(error, keyCount: 2, valueCount: null);
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task D11_A_null_list_breaks_the_contract()
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(
            static (_, _) => Task.FromResult<IReadOnlyList<int>>(null!), static o => o.Name = "UserById");

        BatchContractException error = await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<BatchContractException>();

        AssertDescribes(error, keyCount: 1, valueCount: null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task D12_A_list_of_the_wrong_length_breaks_the_contract(int length)
    {
        bool right = false;
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(
            (keys, _) => Task.FromResult<IReadOnlyList<int>>(new int[right ? keys.Count : length]), static o => o.Name = "UserById");

        (Task<int> first, Task<int> second) = (loader.LoadAsync(4711), loader.LoadAsync(4712));
        scheduler.Dispatch();

        BatchContractException error = await first.FailsWith<BatchContractException>();
        await second.FailsWith(error);
        AssertDescribes(error, keyCount: 2, valueCount: length);
        Assert.DoesNotContain("4711", error.Message, StringComparison.Ordinal);
        right = true;
        Assert.Equal(0, await scheduler.DispatchFor(loader.LoadAsync(4711)));
    }

    [Fact]
    public async Task D13_A_value_that_happens_to_be_an_exception_is_a_value()
    {
        var error = new OddException();
        (BatchLoader<int, Exception> loader, _, ManualBatchScheduler scheduler) = Manual.Of<int, Exception>(_ => error);

        Assert.Same(error, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task D9_D11_D12_hold_for_batches_of_results_too()
    {
        foreach (Task<IReadOnlyList<LoadResult<int>>>? answer in new Task<IReadOnlyList<LoadResult<int>>>?[]
        {
            null,
            Task.FromResult<IReadOnlyList<LoadResult<int>>>(null!),
            Task.FromResult<IReadOnlyList<LoadResult<int>>>([1, 2]),
        })
        {
            (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.CreateSettled<int, int>((_, _) => answer!);

            await scheduler.DispatchFor(loader.LoadAsync(1)).FailsWith<BatchContractException>();
        }
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
    public void U19_A_failure_that_one_waiter_observed_is_observed()
    {
        var error = new InvalidOperationException("observed once");

        Assert.False(Unobserved.Reports(error, () => FailTwoLoadsOfOneKey(error, observe: true)));
        Assert.True(Unobserved.Reports(error, () => FailTwoLoadsOfOneKey(error, observe: false)));
    }

    private static void AssertDescribes(BatchContractException error, int keyCount, int? valueCount)
    {
        Assert.Equal("UserById", error.LoaderName);
        Assert.Contains("UserById", error.Message, StringComparison.Ordinal);
        Assert.Equal(keyCount, error.KeyCount);
        Assert.Equal(valueCount, error.ValueCount);
    }

    private static (BatchLoader<int, int> Loader, List<int[]> Calls, ManualBatchScheduler Scheduler) FailingForOdd()
    {
        var calls = new List<int[]>();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.CreateSettled<int, int>((keys, _) =>
        {
            calls.Add([.. keys]);
            return Task.FromResult<IReadOnlyList<LoadResult<int>>>(
                [.. keys.Select(static key => key % 2 == 0 ? key : LoadResult.Failure<int>(new OddException()))]);
        });
        return (loader, calls, scheduler);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailTwoLoadsOfOneKey(Exception error, bool observe)
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((_, _) => throw error);
        Task<int> load = loader.LoadAsync(1);
        _ = loader.LoadAsync(1);
        scheduler.Dispatch();
        ((IAsyncResult)load).AsyncWaitHandle.WaitOne();
        if (observe)
            Assert.Same(error, load.Exception!.InnerException);
    }

    private sealed class OddException : Exception;
}
