using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>The end of a scope: against loads, starts and completions. No task survives it pending.</summary>
public class DisposalTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void A_disposal_against_a_load() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.Thread("disposes", scope.Dispose);
        run.Thread("loads", () => TryLoad(backend, users, 1));
        return () => CheckDisposed(backend, users);
    });

    [Fact]
    public void A_disposal_against_two_loads() => Explore(0, static run =>
    {
        var backend = new Backend(run);
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.Thread("disposes", scope.Dispose);
        run.Thread("one", () => TryLoad(backend, users, 1));
        run.Thread("two", () => TryLoad(backend, users, 2));
        return () => CheckDisposed(backend, users);
    });

    [Fact]
    public void A_disposal_against_a_batch_that_completes() => Explore(2, static run =>
    {
        var backend = new Backend(run);
        var scope = new LoaderScope();
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(scope, new() { Scheduler = manual });
        backend.Load(users, 1);
        backend.Load(users, 2);
        manual.Dispatch();
        run.Thread("disposes", scope.Dispose);
        return () => CheckDisposed(backend, users);
    });

    [Fact]
    public void A_disposal_against_a_batch_that_is_sent() => Explore(2, static run =>
    {
        var backend = new Backend(run);
        var scope = new LoaderScope();
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(scope, new() { Scheduler = manual });
        backend.Load(users, 1);
        run.Thread("sends", () => manual.Dispatch());
        run.Thread("disposes", scope.Dispose);
        return () => CheckDisposed(backend, users);
    });

    [Fact]
    public void A_disposal_against_batches_that_wait_for_others() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        var scope = new LoaderScope();
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(scope, new() { Scheduler = manual, MaxBatchSize = 1, MaxConcurrentBatches = 1 });
        backend.Load(users, 1);
        backend.Load(users, 2);
        run.Thread("sends", () => manual.Dispatch());
        run.Thread("disposes", scope.Dispose);
        return () => CheckDisposed(backend, users);
    });

    [Fact]
    public void A_disposal_against_another_one_and_a_load() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.Thread("one", scope.Dispose);
        run.Thread("two", scope.Dispose);
        run.Thread("loads", () => TryLoad(backend, users, 1));
        return () => CheckDisposed(backend, users);
    });

    [Fact]
    public void A_disposal_against_many_keys() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.Thread("disposes", scope.Dispose);
        run.Thread("loads", () =>
        {
            try
            {
                run.Expect(users.LoadManyAsync([1, 2]));
            }
            catch (ObjectDisposedException)
            {
            }
        });
        return () => CheckDisposed(backend, users);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_aborted_request_against_a_load(bool cache) => Explore(0, run =>
    {
        var backend = new Backend(run);
        var abort = new CancellationTokenSource();
        var scope = new LoaderScope(abort.Token);
        BatchLoader<int, int> users = backend.Loader(scope, new() { Cache = cache });
        run.Thread("aborts", abort.Cancel);
        run.Thread("one", () => backend.Load(users, 1));
        run.Thread("two", () => backend.Load(users, 2));
        return () =>
        {
            // A batch that was started is answered, and its method knows that the request was given up.
            backend.CheckValues();
            Assert.True(users.LoadAsync(1).IsCanceled);
            Assert.All(backend.Batches, static batch => Assert.True(batch.Token.IsCancellationRequested));
        };
    });

    [Fact]
    public void An_aborted_request_against_its_disposal() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        var abort = new CancellationTokenSource();
        var scope = new LoaderScope(abort.Token);
        BatchLoader<int, int> users = backend.Loader(scope);
        TryLoad(backend, users, 1);
        run.Thread("aborts", abort.Cancel);
        run.Thread("disposes", scope.Dispose);
        return () => CheckDisposed(backend, users);
    });

    private static bool TryLoad(Backend backend, BatchLoader<int, int> users, int key)
    {
        try
        {
            backend.Load(users, key);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private static void CheckDisposed(Backend backend, BatchLoader<int, int> users)
    {
        backend.CheckValues();
        backend.CheckErrors(static error => error is ObjectDisposedException or OperationCanceledException);
        Assert.False(TryLoad(backend, users, 1), "a load after the end does not throw");
    }
}
