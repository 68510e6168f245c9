namespace DataLoader.Tests;

/// <summary>Observers are foreign code.</summary>
public class ObserverTests
{
    [Fact]
    public async Task T16_An_observer_that_throws_harms_nobody_and_the_others_are_told()
    {
        using var watching = new Watching();
        var scope = new LoaderScope([new Throwing(), watching]);
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>(scope: scope);

        Task<int> load = loader.LoadAsync(1);
        scheduler.Dispatch();
        Assert.Equal(1, await load.WithTimeout());
        Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
        scope.Dispose();

        batch.AssertCalls([1], [2]);
        Assert.Equal(2, watching.Batches.Length);
        Assert.Equal(2, watching.Ended.Loaders.Single().Batches);
    }

    [Fact]
    public void T16_A_scope_is_told_to_have_ended_once()
    {
        using var watching = new Watching();
        using var source = new CancellationTokenSource();
        watching.Scope.AbortOn(source.Token);

        source.Cancel();
        watching.Scope.Dispose();
        watching.Scope.Dispose();

        Assert.True(watching.Ended.WasAborted);
        Assert.Empty(watching.Ended.Loaders);
    }

    private sealed class Throwing : LoaderObserver
    {
        public override bool KeepsReceipts => throw new FormatException();

        public override bool CapturesCallSites => throw new FormatException();

        public override void OnBatchEnded(BatchReceipt receipt) => throw new FormatException();

        public override void OnScopeEnded(ScopeReceipt receipt) => throw new FormatException();
    }
}
