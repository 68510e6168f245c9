namespace DataLoader.Tests;

/// <summary>What an executor that starts work from a queue of its own does to a scope: it holds the keys, and sees who has asked for some.</summary>
public class ExecutorTests
{
    [Fact]
    public async Task X14_Held_keys_wait_for_the_hold_and_not_for_their_frame()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<int> first, second;
        using (scope.HoldFrames())
        {
            using (scope.OpenFrame())
                first = loader.LoadAsync(1);
            using (scope.OpenFrame())
                second = loader.LoadAsync(2);
            batch.AssertCalls();
        }

        Assert.Equal([1, 2], await Tasks.All(first, second).WithTimeout());
        batch.AssertCalls([1, 2]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public async Task X14_Who_asks_outside_every_frame_does_not_wait_for_a_hold(int other)
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        using IDisposable hold = scope.HoldFrames();
        Task<int> held;
        using (scope.OpenFrame())
            held = loader.LoadAsync(1);

        Assert.Equal(other, await Task.Run(() => loader.LoadAsync(other)).WithTimeout());
        Assert.Equal(1, await held.WithTimeout());
        Assert.Single(batch.Calls);
    }

    [Fact]
    public async Task A_scope_tells_who_has_asked_for_keys()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;
        loader.Prime(3, 3);
        Task<int> asked;
        using (scope.OpenFrame())
        {
            Assert.True(HasAsked(() => asked = loader.LoadAsync(1)));
            Assert.True(HasAsked(() => loader.LoadAsync(2)));
            Assert.True(HasAsked(() => loader.LoadAsync(1)));
            Assert.False(HasAsked(() => loader.LoadAsync(3)));
            Assert.False(HasAsked(() => 0));
            asked = loader.LoadAsync(1);
        }

        await asked.WithTimeout();
        Assert.False(HasAsked(() => loader.LoadAsync(1)));

        bool HasAsked(Func<object> body)
        {
            long before = scope.WaitingLoads;
            body();
            return scope.WaitingLoads != before;
        }
    }

    [Fact]
    public async Task A_scope_forgets_what_all_its_loaders_know()
    {
        using var scope = new LoaderScope();
        var batch = GatedBatch.Identity<int>();
        BatchLoader<int, int>[] loaders = [.. Enumerable.Range(0, 2).Select(_ => BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope))];
        foreach (BatchLoader<int, int> loader in loaders)
            loader.Prime(1, 10);
        Task<int> pending;
        using (scope.OpenFrame())
        {
            pending = loaders[0].LoadAsync(2);
            _ = loaders[1].LoadAsync(2);
        }

        scope.ClearAll();
        batch.Calls[0].Answer();
        Assert.Equal(2, await pending.WithTimeout());
        Assert.All(loaders, loader => Assert.False(loader.LoadAsync(1).IsCompleted));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_scope_ends_with_any_of_its_tokens(int fired)
    {
        CancellationTokenSource[] tokens = [new(), new()];
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;
        foreach (CancellationTokenSource token in tokens)
            scope.AbortOn(token.Token);
        scope.AbortOn(default);
        using IDisposable hold = scope.HoldFrames();
        Task<int> pending;
        using (scope.OpenFrame())
            pending = loader.LoadAsync(1);

        tokens[fired].Cancel();
        Assert.Equal(tokens[fired].Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending)).CancellationToken);
        Assert.True(loader.LoadAsync(2).IsCanceled);
        tokens[1 - fired].Cancel();
    }

    [Fact]
    public void A_token_that_has_fired_ends_a_scope_at_once_and_one_that_was_disposed_keeps_nothing()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        scope.AbortOn(new CancellationToken(canceled: true));
        Assert.True(loader.LoadAsync(1).IsCanceled);

        scope.Dispose();
        scope.AbortOn(new CancellationToken(canceled: true));
        Assert.Throws<ObjectDisposedException>(() => { _ = loader.LoadAsync(1); });
    }
}
