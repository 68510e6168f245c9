namespace DataLoader.Tests;

/// <summary>
/// A key that only lists have asked for has no task before somebody asks for it alone. Nobody can tell: it is remembered, shared, cleared and failed as any
/// other key (row E8).
/// </summary>
public class ListTests
{
    [Fact]
    public async Task E8_A_key_of_a_list_is_asked_for_alone_afterwards()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3]));

        Task<int> one = loader.LoadAsync(2);

        Assert.Equal(2, await one.WithTimeout());
        Assert.Same(one, loader.LoadAsync(2));
        Assert.Equal([3, 2], await loader.LoadManyAsync([3, 2]).WithTimeout());
        Assert.Same(one, loader.LoadAsync(2));
        batch.AssertCalls([1, 2, 3]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task E8_A_key_of_a_list_is_asked_for_alone_before_it_has_its_value(bool sent)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 3]);
        if (sent)
            scheduler.Dispatch();

        Task<int> one = loader.LoadAsync(2);
        Assert.Same(one, loader.LoadAsync(2));
        scheduler.Dispatch();
        (await batch.CallAsync(0)).Answer();

        Assert.Equal(2, await one.WithTimeout());
        Assert.Equal([1, 2, 3], await many.WithTimeout());
        Assert.Same(one, loader.LoadAsync(2));
        batch.AssertCalls([1, 2, 3]);
    }

    [Fact]
    public async Task E8_A_batch_method_that_uses_its_array_again_changes_nothing()
    {
        int[] rows = [0, 0];
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) =>
        {
            keys.ToArray().CopyTo(rows, 0);
            return Task.FromResult<IReadOnlyList<int>>(rows);
        });
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2]));
        await scheduler.DispatchFor(loader.LoadManyAsync([3, 4]));

        Assert.Equal([1, 4], await Tasks.All(loader.LoadAsync(1), loader.LoadAsync(4)).WithTimeout());
    }

    [Fact]
    public async Task E8_Who_changes_the_list_that_came_back_changes_nothing()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        IReadOnlyList<int> values = await scheduler.DispatchFor(loader.LoadManyAsync([1, 2]));

        Array.Clear((int[])values);

        Assert.Equal(2, await loader.LoadAsync(2).WithTimeout());
    }

    [Fact]
    public async Task E8_A_key_of_a_list_is_cleared()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2]);
        loader.Clear(1);
        Task<int> again = loader.LoadAsync(1);
        await scheduler.DispatchFor(many);
        loader.Clear(2);
        Task<int> later = loader.LoadAsync(2);
        scheduler.Dispatch();

        Assert.Equal([1, 2], await many);
        Assert.Equal([1, 2], await Tasks.All(again, later).WithTimeout());
        batch.AssertCalls([1, 2, 1], [2]);
    }

    [Fact]
    public async Task E8_All_keys_are_cleared_while_a_list_waits_and_while_it_is_out()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<IReadOnlyList<int>> waits = loader.LoadManyAsync([1, 2]);
        loader.ClearAll();
        scheduler.Dispatch();
        Task<IReadOnlyList<int>> isOut = loader.LoadManyAsync([1, 3]);
        scheduler.Dispatch();
        loader.ClearAll();
        Task<int> after = loader.LoadAsync(1);
        scheduler.Dispatch();
        for (int i = 0; i < 3; i++)
            (await batch.CallAsync(i)).Answer();

        Assert.Equal([1, 2], await waits.WithTimeout());
        Assert.Equal([1, 3], await isOut.WithTimeout());
        Assert.Equal(1, await after.WithTimeout());
        batch.AssertCalls([1, 2], [1, 3], [1]);
    }

    [Fact]
    public async Task E8_Keys_of_lists_move_in_the_table_while_they_are_out()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<IReadOnlyList<int>> first = loader.LoadManyAsync(Enumerable.Range(0, 4));
        scheduler.Dispatch();
        (await batch.CallAsync(0)).Answer();
        await first.WithTimeout();
        Task<IReadOnlyList<int>> second = loader.LoadManyAsync(Enumerable.Range(4, 4));
        scheduler.Dispatch();
        loader.Clear(0).Clear(5);
        Task<IReadOnlyList<int>> third = loader.LoadManyAsync(Enumerable.Range(8, 100));
        scheduler.Dispatch();
        Task<int> moved = loader.LoadAsync(6);
        (await batch.CallAsync(1)).Answer();
        (await batch.CallAsync(2)).Answer();

        Assert.Equal(Enumerable.Range(4, 4), await second.WithTimeout());
        Assert.Equal(Enumerable.Range(8, 100), await third.WithTimeout());
        Assert.Equal(6, await moved.WithTimeout());
        Assert.Equal([1, 2, 3, 4, 7, 107], await loader.LoadManyAsync([1, 2, 3, 4, 7, 107]).WithTimeout());
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public async Task E8_A_key_of_a_list_is_asked_for_alone_after_the_table_has_grown_while_it_is_out()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 3]);
        scheduler.Dispatch();
        Task<int>[] others = [.. Enumerable.Range(4, 100).Select(loader.LoadAsync)];

        Task<int> one = loader.LoadAsync(2);
        scheduler.Dispatch();
        (await batch.CallAsync(0)).Answer();
        (await batch.CallAsync(1)).Answer();

        Assert.Equal(2, await one.WithTimeout());
        Assert.Equal([1, 2, 3], await many.WithTimeout());
        Assert.Equal(Enumerable.Range(4, 100), await Tasks.All(others).WithTimeout());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void U20_E8_A_failure_of_keys_that_nobody_has_a_task_for_is_not_an_unobserved_one(bool cleared)
    {
        var error = new TimeoutException();
        Assert.False(Unobserved.Reports(error, FailList));

        void FailList()
        {
            (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((_, _) => throw error);
            Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 3]);
            if (cleared)
                loader.ClearAll();
            scheduler.Dispatch();
            Assert.Same(error, many.Exception?.InnerException);
        }
    }

    [Fact]
    public async Task E8_Primed_known_repeated_and_new_keys_in_one_list()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        loader.Prime(7, 70);
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2]));
        Task<int> pending = loader.LoadAsync(3);

        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([9, 7, 8, 9, 3, 8, 2, 5, 5, 9]);
        IReadOnlyList<LoadResult<int>> settled = await scheduler.DispatchFor(loader.LoadManySettledAsync([6, 7, 6, 9, 3]));

        Assert.Equal([9, 70, 8, 9, 3, 8, 2, 5, 5, 9], await many.WithTimeout());
        Assert.Equal([6, 70, 6, 9, 3], settled.Select(static result => result.Value));
        Assert.Equal(3, await pending.WithTimeout());
        batch.AssertCalls([1, 2], [3, 9, 8, 5, 6]);
    }

    [Fact]
    public async Task E4_E8_A_list_of_several_batches_fails_as_soon_as_the_first_failing_key_by_position_is_known()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler)
            = Manual.Gated<int>(static it => it.MaxBatchSize = 2);
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 3, 4, 5, 6]);
        Task<IReadOnlyList<LoadResult<int>>> settled = loader.LoadManySettledAsync([5, 6, 3]);
        scheduler.Dispatch();
        var error = new TimeoutException();
        (await batch.CallAsync(1)).Fail(error);
        Assert.False(many.IsCompleted);
        (await batch.CallAsync(0)).Answer();

        await many.FailsWith(error);
        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
        (await batch.CallAsync(2)).Answer();
        IReadOnlyList<LoadResult<int>> results = await settled.WithTimeout();
        Assert.Equal([5, 6], results.Take(2).Select(static result => result.Value));
        Assert.Same(error, results[2].Error);
        batch.AssertCalls([1, 2], [3, 4], [5, 6]);
    }

    [Fact]
    public async Task E8_Lists_go_on_in_the_next_batch_and_those_behind_them_follow()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler)
            = Manual.Identity<int>(static it => it.MaxBatchSize = 2);
        Task<IReadOnlyList<int>>[] lists = [loader.LoadManyAsync([1, 2, 3]), loader.LoadManyAsync([4]), loader.LoadManyAsync([5, 6, 7, 8])];
        scheduler.Dispatch();

        Assert.Equal([1, 2, 3], await lists[0].WithTimeout());
        Assert.Equal([4], await lists[1].WithTimeout());
        Assert.Equal([5, 6, 7, 8], await lists[2].WithTimeout());
        batch.AssertCalls([1, 2], [3, 4], [5, 6], [7, 8]);
    }

    [Fact]
    public async Task E8_An_error_of_one_key_of_a_list_is_remembered()
    {
        var error = new TimeoutException();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.CreateSettled<int, int>((keys, _)
            => Task.FromResult<IReadOnlyList<LoadResult<int>>>([.. keys.Select(key => key == 2 ? LoadResult.Failure<int>(error) : key)]));
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3])).FailsWith(error);

        Task<int> failed = loader.LoadAsync(2);

        await failed.FailsWith(error);
        Assert.Same(failed, loader.LoadAsync(2));
        Assert.Equal(3, await loader.LoadAsync(3).WithTimeout());
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public async Task D6_E8_The_keys_of_a_list_whose_batch_fails_are_forgotten()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2]);
        scheduler.Dispatch();
        Task<int> asked = loader.LoadAsync(1);
        var error = new TimeoutException();
        (await batch.CallAsync(0)).Fail(error);
        await many.FailsWith(error);
        await asked.FailsWith(error);

        Task<IReadOnlyList<int>> again = loader.LoadManyAsync([1, 2]);
        scheduler.Dispatch();
        (await batch.CallAsync(1)).Answer();

        Assert.Equal([1, 2], await again.WithTimeout());
        batch.AssertCalls([1, 2], [1, 2]);
    }

    [Fact]
    public async Task X12_E8_Who_leaves_a_key_of_a_list_cancels_nothing()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var leaves = new CancellationTokenSource();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2]);
        Task<int> left = loader.LoadAsync(2, leaves.Token);
        Task<int> alone = loader.LoadAsync(3, leaves.Token);
        scheduler.Dispatch();
        GatedBatch<int, int>.Call call = await batch.CallAsync(0);
        leaves.Cancel();

        await left.IsCancelled();
        await alone.IsCancelled();
        Assert.False(call.CancellationToken.IsCancellationRequested);
        call.Answer();
        Assert.Equal([1, 2], await many.WithTimeout());
    }

    [Fact]
    public async Task F7_E8_A_list_goes_on_when_a_stream_has_brought_its_keys()
    {
        var rest = new TaskCompletionSource();
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(batch => batch.SetStreamAsync(Rows(batch.Keys)), options: new() { Scheduler = scheduler });
        Task<IReadOnlyList<int>> first = loader.LoadManyAsync([1, 2]);
        Task<IReadOnlyList<int>> last = loader.LoadManyAsync([3, 1]);
        Task<int> one = loader.LoadAsync(1);
        scheduler.Dispatch();

        Assert.Equal([10, 20], await first.WithTimeout());
        Assert.Equal(10, await one.WithTimeout());
        Assert.Equal(20, await loader.LoadAsync(2).WithTimeout());
        Assert.False(last.IsCompleted);
        rest.SetResult();
        Assert.Equal([30, 10], await last.WithTimeout());

        async IAsyncEnumerable<KeyValuePair<int, int>> Rows(IReadOnlyList<int> keys)
        {
            foreach (int key in keys)
            {
                if (key == 3)
                    await rest.Task;
                yield return new(key, key * 10);
            }
        }
    }

    [Fact]
    public async Task S8_E8_A_scope_that_ends_fails_its_lists()
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        Task<IReadOnlyList<int>> isOut = loader.LoadManyAsync([1, 2]);
        scheduler.Dispatch();
        Task<IReadOnlyList<int>> waits = loader.LoadManyAsync([2, 3]);
        await batch.CallAsync(0);

        scope.Dispose();

        await isOut.FailsWith<ObjectDisposedException>();
        await waits.FailsWith<ObjectDisposedException>();
    }

    [Fact]
    public async Task E8_Many_lists_of_one_frame_are_one_batch_and_each_has_its_own()
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, _) = Manual.Identity<int>(static it => it.Scheduler = null, scope);
        Task<IReadOnlyList<int>>[] lists;
        using (scope.OpenFrame())
            lists = [.. Enumerable.Range(0, 200).Select(i => loader.LoadManyAsync(Enumerable.Range(i, 5)))];

        for (int i = 0; i < lists.Length; i++)
            Assert.Equal(Enumerable.Range(i, 5), await lists[i].WithTimeout());
        Assert.Single(batch.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task X12_E8_When_the_caller_of_a_list_leaves_its_keys_are_forgotten_and_the_batch_is_cancelled(bool sent)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var leaves = new CancellationTokenSource();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2], leaves.Token);
        if (sent)
            scheduler.Dispatch();
        leaves.Cancel();
        await many.IsCancelled();
        scheduler.Dispatch();

        Task<IReadOnlyList<int>> again = loader.LoadManyAsync([1, 2]);
        scheduler.Dispatch();
        GatedBatch<int, int>.Call call = await batch.CallAsync(sent ? 1 : 0);
        call.Answer();

        Assert.Equal([1, 2], await again.WithTimeout());
        Assert.False(call.CancellationToken.IsCancellationRequested);
        Assert.Equal(sent, batch.Calls.Length == 2 && batch.Calls[0].CancellationToken.IsCancellationRequested);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task X12_E8_Who_has_asked_for_a_key_of_a_list_stays_when_its_caller_leaves(bool sentBeforeAsked, bool leavesBeforeSent)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var leaves = new CancellationTokenSource();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 3], leaves.Token);
        if (sentBeforeAsked)
            scheduler.Dispatch();
        Task<int> stays = loader.LoadAsync(2);
        if (leavesBeforeSent)
            leaves.Cancel();
        scheduler.Dispatch();
        GatedBatch<int, int>.Call call = await batch.CallAsync(0);
        leaves.Cancel();

        await many.IsCancelled();
        Assert.False(call.CancellationToken.IsCancellationRequested);
        call.Answer();
        Assert.Equal(2, await stays.WithTimeout());
        batch.AssertCalls([1, 2, 3]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task X12_E8_The_last_one_who_leaves_a_list_cancels_its_batch(bool listFirst)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource list = new(), other = new();
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 1], list.Token);
        Task<int> one = loader.LoadAsync(1, other.Token);
        Task<IReadOnlyList<int>> joined = loader.LoadManyAsync([2, 3], other.Token);
        scheduler.Dispatch();
        GatedBatch<int, int>.Call call = await batch.CallAsync(0);

        (listFirst ? list : other).Cancel();
        Assert.False(call.CancellationToken.IsCancellationRequested);
        (listFirst ? other : list).Cancel();

        Assert.True(call.CancellationToken.IsCancellationRequested);
        await many.IsCancelled();
        await one.IsCancelled();
        await joined.IsCancelled();
    }

    [Fact]
    public async Task X12_E8_A_token_that_fires_when_a_list_is_done_harms_nothing()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        using var token = new CancellationTokenSource();
        Task<int> other = loader.LoadAsync(9, token.Token);
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2], token.Token));
        token.Cancel();

        Assert.Equal([1, 2, 9], await loader.LoadManyAsync([1, 2, 9]).WithTimeout());
        Assert.Equal(9, await other);
        Assert.Single(batch.Calls);
    }

    [Fact]
    public async Task X12_F7_E8_A_list_that_a_stream_has_served_does_not_hold_its_batch()
    {
        var cancelled = new TaskCompletionSource();
        var scheduler = new ManualBatchScheduler();
        using CancellationTokenSource list = new(), other = new();
        var loader = new DelegateLoader<int, int>(batch => batch.SetStreamAsync(Rows(batch)), options: new() { Scheduler = scheduler });
        Task<IReadOnlyList<int>> served = loader.LoadManyAsync([1, 2], list.Token);
        Task<IReadOnlyList<int>> leaves = loader.LoadManyAsync([3], other.Token);
        scheduler.Dispatch();

        Assert.Equal([1, 2], await served.WithTimeout());
        other.Cancel();

        await leaves.IsCancelled();
        await cancelled.Task.WithTimeout();
        Assert.Equal(2, await loader.LoadAsync(2).WithTimeout());

        async IAsyncEnumerable<KeyValuePair<int, int>> Rows(Batch<int, int> batch)
        {
            yield return new(1, 1);
            yield return new(2, 2);
            await using CancellationTokenRegistration _ = batch.CancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
            batch.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
