using System.Collections.Immutable;

namespace DataLoader.Tests;

/// <summary>Loads of many keys: their values in order, and what counts as many keys.</summary>
public class LoadManyTests
{
    [Fact]
    public async Task E1_Many_keys_give_their_values_in_order()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<IReadOnlyList<int>> load = loader.LoadManyAsync([2, 1]);

        Assert.False(load.IsCompleted);
        Assert.Equal([2, 1], await scheduler.DispatchFor(load));
        batch.AssertCalls([2, 1]);
    }

    [Fact]
    public async Task E2_No_keys_give_an_empty_list_and_schedule_nothing()
    {
        var scheduler = new DelegateScheduler();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = scheduler });

        Task<IReadOnlyList<int>> load = loader.LoadManyAsync([]);
        Task<IReadOnlyList<LoadResult<int>>> settled = loader.LoadManySettledAsync([]);

        Assert.True(load.IsCompletedSuccessfully && settled.IsCompletedSuccessfully);
        Assert.Empty(await load);
        Assert.Empty(await settled);
        Assert.Same(await load, await loader.LoadManyAsync([]));
        Assert.Empty(scheduler.Scheduled);
    }

    [Fact]
    public async Task E3_Settled_results_hold_a_value_or_an_error_for_each_key()
    {
        (BatchLoader<string, string> loader, ManualBatchScheduler scheduler) = KnowingAllBut("bad");

        IReadOnlyList<LoadResult<string>> results = await scheduler.DispatchFor(loader.LoadManySettledAsync(["a", "b", "bad"]));

        Assert.Equal(["a", "b"], results.Take(2).Select(static result => result.Value));
        Assert.Equal("bad", Assert.IsType<KeyNotFoundException>(results[2].Error).Message);
    }

    [Fact]
    public async Task E4_The_first_failing_key_by_position_fails_the_whole_and_harms_no_other_key()
    {
        (BatchLoader<string, string> loader, ManualBatchScheduler scheduler) = KnowingAllBut("bad", "worse");
        loader.PrimeError("worse", new InvalidOperationException("failed before the others were loaded"));

        Task<IReadOnlyList<string>> load = loader.LoadManyAsync(["a", "bad", "b", "worse"]);
        scheduler.Dispatch();

        Assert.Equal("bad", (await load.FailsWith<KeyNotFoundException>()).Message);
        Assert.Equal("a", await loader.LoadAsync("a").WithTimeout());
        Assert.Equal("b", await loader.LoadAsync("b").WithTimeout());
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public async Task E5_Many_keys_join_the_batch_of_the_loads_around_them()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Task<int> before = loader.LoadAsync(1);
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([2, 1, 3]);
        Task<int> after = loader.LoadAsync(4);
        scheduler.Dispatch();

        Assert.Equal([2, 1, 3], await many.WithTimeout());
        Assert.Equal(5, await before.WithTimeout() + await after.WithTimeout());
        batch.AssertCalls([1, 2, 3, 4]);
    }

    [Fact]
    public void E6_Null_instead_of_keys_throws_at_once()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Assert.Throws<ArgumentNullException>("keys", () => { _ = loader.LoadManyAsync(null!); });
        Assert.Throws<ArgumentNullException>("keys", () => { _ = loader.LoadManySettledAsync(null!); });
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task E7_Any_sequence_will_do_and_is_read_once(bool settled)
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        int reads = 0;
        IEnumerable<int> Keys()
        {
            reads++;
            yield return 1;
            yield return 2;
        }

        IEnumerable<int> values = settled
            ? (await scheduler.DispatchFor(loader.LoadManySettledAsync(Keys()))).Select(static result => result.Value)
            : await scheduler.DispatchFor(loader.LoadManyAsync(Keys()));

        Assert.Equal([1, 2], values);
        Assert.Equal(1, reads);
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task E7_A_sequence_that_throws_enqueues_nothing()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        static IEnumerable<int> Keys()
        {
            yield return 1;
            throw new InvalidOperationException("no more");
        }

        Assert.Throws<InvalidOperationException>(() => { _ = loader.LoadManyAsync(Keys()); });

        Assert.Equal(0, scheduler.Dispatch());
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task E7_A_list_that_the_caller_changes_afterwards_changes_nothing()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        var keys = new List<int> { 1, 2 };

        Task<IReadOnlyList<int>> load = loader.LoadManyAsync(keys);
        keys.Clear();

        Assert.Equal([1, 2], await scheduler.DispatchFor(load));
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task E7_A_sequence_may_load_from_the_loader_it_feeds()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        IEnumerable<int> Keys()
        {
            _ = loader.LoadAsync(9);
            yield return 1;
        }

        Assert.Equal([1], await scheduler.DispatchFor(loader.LoadManyAsync(Keys())));
        batch.AssertCalls([9, 1]);
    }

    [Fact]
    public async Task Many_keys_that_are_all_known_give_a_done_task()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2]));

        Task<IReadOnlyList<int>> load = loader.LoadManyAsync([2, 1]);

        Assert.True(load.IsCompletedSuccessfully);
        Assert.Equal([2, 1], await load);
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

    private static (BatchLoader<string, string> Loader, ManualBatchScheduler Scheduler) KnowingAllBut(params string[] unknown)
        => Manual.CreateSettled<string, string>((keys, _) => Task.FromResult<IReadOnlyList<LoadResult<string>>>(
            [.. keys.Select(key => unknown.Contains(key) ? LoadResult.Failure<string>(new KeyNotFoundException(key)) : key)]));
}
