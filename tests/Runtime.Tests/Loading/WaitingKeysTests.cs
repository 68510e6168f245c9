namespace DataLoader.Tests;

/// <summary>Keys that are asked for in a frame behind others that wait already: the way that most keys go.</summary>
public class WaitingKeysTests
{
    [Fact]
    public async Task C5_A_primed_key_is_there_while_others_wait()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        loader.Prime(3, 30);
        Task<int>[] loads;

        using (scope.OpenFrame())
        {
            loads = [.. Enumerable.Range(1, 3).Select(loader.LoadAsync)];
            Assert.True(loads[2].IsCompleted);
        }

        Assert.Equal([1, 2, 30], await Tasks.All(loads).WithTimeout());
        batch.AssertCalls([1, 2]);
    }

    [Fact]
    public async Task C5_A_key_that_is_primed_while_others_wait_is_there()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<int>[] loads;

        using (scope.OpenFrame())
            loads = [loader.LoadAsync(1), loader.LoadAsync(2), loader.Prime(3, 30).Prime(2, 20).LoadAsync(3), loader.LoadAsync(4)];

        Assert.Equal([1, 2, 30, 4], await Tasks.All(loads).WithTimeout());
        batch.AssertCalls([1, 2, 4]);
    }

    [Fact]
    public async Task A9_A_waiting_key_is_asked_for_once()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<int>[] loads;

        using (scope.OpenFrame())
            loads = [.. Enumerable.Range(0, 100).Select(i => loader.LoadAsync(i % 40))];

        Assert.Equal(Enumerable.Range(0, 100).Select(static i => i % 40), await Tasks.All(loads).WithTimeout());
        batch.AssertCalls([.. Enumerable.Range(0, 40)]);
    }

    [Fact]
    public async Task X12_The_batch_is_cancelled_when_the_callers_of_all_its_keys_have_left()
    {
        using var scope = new LoaderScope();
        var batch = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        CancellationTokenSource[] sources = [new(), new(), new()];
        Task<int>[] loads;
        using (scope.OpenFrame())
            loads = [.. sources.Select((source, i) => loader.LoadAsync(i, source.Token))];

        foreach (CancellationTokenSource source in sources)
        {
            Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
            source.Cancel();
        }

        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
        foreach (Task<int> load in loads)
            await load.IsCancelled();
    }

    [Fact]
    public async Task X12_A_caller_without_a_token_behind_one_with_a_token_keeps_the_batch()
    {
        using var scope = new LoaderScope();
        using var source = new CancellationTokenSource();
        var batch = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        Task<int> leaves, stays;
        using (scope.OpenFrame())
            (leaves, stays) = (loader.LoadAsync(1, source.Token), loader.LoadAsync(2));

        source.Cancel();
        await leaves.IsCancelled();
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();

        Assert.Equal(2, await stays.WithTimeout());
    }

    [Fact]
    public async Task X12_A_caller_with_a_token_behind_one_without_counts_for_his_own_part()
    {
        using var scope = new LoaderScope();
        using var source = new CancellationTokenSource();
        var batch = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { MaxBatchSize = 1 }, scope);
        Task<int> stays, leaves;
        using (scope.OpenFrame())
            (stays, leaves) = (loader.LoadAsync(1), loader.LoadAsync(2, source.Token));

        source.Cancel();

        await leaves.IsCancelled();
        Assert.True(batch.Calls[1].CancellationToken.IsCancellationRequested);
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        Assert.Equal(1, await stays.WithTimeout());
    }

    [Fact]
    public async Task X7_Waiting_keys_are_cut_into_balanced_parts()
    {
        using var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, new() { MaxBatchSize = 4 }, scope);
        Task<int>[] loads;

        using (scope.OpenFrame())
            loads = [.. Enumerable.Range(0, 9).Select(loader.LoadAsync)];

        Assert.Equal(Enumerable.Range(0, 9), await Tasks.All(loads).WithTimeout());
        batch.AssertCalls([0, 1, 2], [3, 4, 5], [6, 7, 8]);
    }

    [Fact]
    public async Task Waiting_keys_end_with_their_scope_and_none_comes_behind_them()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        Task<int>[] loads;

        using (scope.OpenFrame())
        {
            loads = [.. Enumerable.Range(0, 3).Select(loader.LoadAsync)];
            scope.Dispose();
            Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(4); });
        }

        foreach (Task<int> load in loads)
            await load.FailsWith<ObjectDisposedException>();

        batch.AssertCalls();
    }

    [Fact]
    public async Task No_key_comes_behind_waiting_ones_from_a_callback_of_the_ending_scope()
    {
        var scope = new LoaderScope();
        var batch = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        Task<int> running = scope.RunAsync(() => loader.LoadAsync(1));
        var refused = new TaskCompletionSource<Exception?>();
        batch.Calls[0].CancellationToken.Register(() => refused.SetResult(Record.Exception(() => { _ = loader.LoadAsync(3); })));
        Task<int> waiting;

        using (scope.OpenFrame())
        {
            waiting = loader.LoadAsync(2);
            scope.Dispose();
        }

        Assert.IsType<ObjectDisposedException>(await refused.Task.WithTimeout());
        await running.FailsWith<ObjectDisposedException>();
        await waiting.FailsWith<ObjectDisposedException>();
    }
}
