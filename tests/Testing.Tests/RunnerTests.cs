using DataLoader.Testing.Tests.Shop;

namespace DataLoader.Testing.Tests;

/// <summary>The harness under the contexts that runners of tests have: all that they do to a test is what these do.</summary>
public sealed class RunnerTests
{
    [Fact]
    public void A_context_that_never_runs_anything_does_not_stop_a_test()
        => Assert.True(Under(new Idle(), static () => LoaderTest.RunAsync(TwoLevelsAsync).Wait(TimeSpan.FromSeconds(30))));

    [Fact]
    public async Task A_context_that_runs_all_on_one_thread_gets_the_test_back_afterwards()
    {
        using var thread = new OneThread();
        Assert.True(await thread.RunAsync(async () =>
        {
            await LoaderTest.RunAsync(TwoLevelsAsync);
            return SynchronizationContext.Current is OneThread;
        }));
    }

    [Fact]
    public async Task A_scheduler_of_the_runner_does_not_get_the_code()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        await Task.Factory.StartNew(() => LoaderTest.RunAsync(TwoLevelsAsync).Wait(), CancellationToken.None, TaskCreationOptions.None, scheduler);
    }

    private static async Task TwoLevelsAsync(LoaderTest test)
    {
        var db = new ShopDb();
        var users = new UserByIdLoader(db, test.Scope);
        var posts = new PostsByAuthorLoader(db, test.Scope);
        await Task.WhenAll(Enumerable.Range(1, 20).Select(async id =>
        {
            await Task.Yield();
            User user = await users.LoadAsync(id);
            await Task.Yield();
            await posts.LoadAsync(user.Id).ConfigureAwait(false);
        }));
        test.Batches.ShouldBe(2);
        Assert.All(test.Batches, static batch => Assert.Equal(20, batch.Keys.Count));
    }

    private static T Under<T>(SynchronizationContext context, Func<T> run)
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            return run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private sealed class Idle : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    private sealed class OneThread : SynchronizationContext, IDisposable
    {
        private readonly System.Collections.Concurrent.BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];

        public OneThread() => new Thread(Run) { IsBackground = true }.Start();

        public override void Post(SendOrPostCallback d, object? state) => _work.Add((d, state));

        public Task<T> RunAsync<T>(Func<Task<T>> body)
        {
            var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            Post(async _ => result.SetResult(await body()), null);
            return result.Task;
        }

        public void Dispose() => _work.CompleteAdding();

        private void Run()
        {
            SetSynchronizationContext(this);
            foreach ((SendOrPostCallback callback, object? state) in _work.GetConsumingEnumerable())
                callback(state);
        }
    }
}
