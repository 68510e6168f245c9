using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>Loads of many keys that give each key its value or its error.</summary>
public class LoadManySettledTests
{
    [Fact]
    public async Task Every_slot_holds_its_value_or_its_error_in_order()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        var error = new InvalidOperationException();
        loader.PrimeError(2, error);

        IReadOnlyList<LoadResult<int>> results = await scheduler.DispatchFor(loader.LoadManySettledAsync([3, 2, 1, 2]));

        Assert.Equal([3, LoadResult.Failure<int>(error), 1, LoadResult.Failure<int>(error)], results);
    }

    [Fact]
    public async Task A_batch_that_fails_fails_its_own_slots()
    {
        var error = new InvalidOperationException();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(static o => o.MaxBatchSize = 1);

        Task<IReadOnlyList<LoadResult<int>>> load = loader.LoadManySettledAsync([1, 2]);
        scheduler.Dispatch();
        batch.Calls[0].Answer();
        batch.Calls[1].Fail(error);

        Assert.Equal([1, LoadResult.Failure<int>(error)], await load.WithTimeout());
    }

    [Fact]
    public async Task A_batch_that_ends_cancelled_fails_its_own_slots_and_not_the_whole()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(static o => o.MaxBatchSize = 1);

        Task<IReadOnlyList<LoadResult<int>>> load = loader.LoadManySettledAsync([1, 2]);
        scheduler.Dispatch();
        batch.Calls[0].Answer();
        batch.Calls[1].Cancel();
        IReadOnlyList<LoadResult<int>> results = await load.WithTimeout();

        Assert.Equal(1, results[0].Value);
        Assert.IsAssignableFrom<OperationCanceledException>(results[1].Error);
    }

    [Fact]
    public async Task Its_own_token_cancels_the_whole()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var source = new CancellationTokenSource();
        Task<IReadOnlyList<LoadResult<int>>> left = loader.LoadManySettledAsync([1, 2], source.Token);
        Task<IReadOnlyList<LoadResult<int>>> stays = loader.LoadManySettledAsync([1, 2]);
        scheduler.Dispatch();

        source.Cancel();

        Assert.Equal(source.Token, await left.IsCancelled());
        batch.Calls[0].Answer();
        Assert.Equal([1, 2], (await stays.WithTimeout()).Select(static result => result.Value));
    }

    [Fact]
    public async Task A_disposed_scope_fails_every_slot()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>(scope: scope);
        loader.Prime(1, 1);

        Task<IReadOnlyList<LoadResult<int>>> load = loader.LoadManySettledAsync([1, 2]);
        scope.Dispose();
        IReadOnlyList<LoadResult<int>> results = await load.WithTimeout();

        Assert.Equal(1, results[0].Value);
        Assert.IsType<ObjectDisposedException>(results[1].Error);
    }

    [Fact]
    public void Errors_that_reached_a_slot_are_no_unobserved_errors()
    {
        var error = new InvalidOperationException();

        Assert.False(Unobserved.Reports(error, () => SettleAndForget(error)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SettleAndForget(Exception error)
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((_, _) => throw error);
        Task<IReadOnlyList<LoadResult<int>>> load = loader.LoadManySettledAsync([1, 2]);
        scheduler.Dispatch();
        Assert.Same(error, load.WithTimeout().GetAwaiter().GetResult()[0].Error);
    }
}
