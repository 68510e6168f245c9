namespace DataLoader.Tests;

/// <summary>Requests that are aborted.</summary>
public class AbortTests
{
    private static readonly CancellationToken Fired = new(canceled: true);

    [Fact]
    public async Task An_aborted_request_cancels_what_is_pending_and_what_comes_later()
    {
        using var aborted = new CancellationTokenSource();
        using var scope = new LoaderScope(aborted.Token);
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        Task<int> flying = loader.LoadAsync(1);
        scheduler.Dispatch();
        Task<int> pending = loader.LoadAsync(2);
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([2, 3]);

        aborted.Cancel();

        await pending.IsCancelled();
        await many.IsCancelled();
        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
        await loader.LoadAsync(4).IsCancelled();
        await loader.LoadManyAsync([4]).IsCancelled();
        Assert.Equal(0, scheduler.Dispatch());
        batch.Calls[0].Cancel();
        await flying.IsCancelled();
    }

    [Fact]
    public async Task A_request_that_was_aborted_before_it_began_loads_nothing()
    {
        using var scope = new LoaderScope(Fired);
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>(scope: scope);

        await loader.LoadAsync(1).IsCancelled();

        Assert.Equal(0, scheduler.Dispatch());
        batch.AssertCalls();
    }

    [Fact]
    public async Task A_scope_may_be_disposed_after_its_request_was_aborted()
    {
        using var aborted = new CancellationTokenSource();
        var scope = new LoaderScope(aborted.Token);
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        Task<int> flying = loader.LoadAsync(1);
        scheduler.Dispatch();
        aborted.Cancel();
        Assert.False(flying.IsCompleted);

        scope.Dispose();

        await flying.FailsWith<ObjectDisposedException>();
        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(1); });
        batch.Calls[0].Answer();
    }

    [Fact]
    public void A_request_may_be_aborted_after_its_scope_was_disposed()
    {
        using var aborted = new CancellationTokenSource();
        var scope = new LoaderScope(aborted.Token);
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>(scope: scope);
        scope.Dispose();

        aborted.Cancel();

        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(1); });
    }

    [Fact]
    public async Task What_an_aborted_request_cancels_carries_its_token()
    {
        using var request = new CancellationTokenSource();
        using var scope = new LoaderScope(request.Token);
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>(scope: scope);
        Task<int> pending = loader.LoadAsync(1);

        request.Cancel();

        Assert.Equal(request.Token, await pending.IsCancelled());
        Assert.Equal(request.Token, await loader.LoadAsync(2).IsCancelled());
        Assert.Equal(request.Token, await loader.LoadManyAsync([3]).IsCancelled());
    }
}
