namespace DataLoader.Tests;

/// <summary>Many loads end at once, and the code that waited for one of them blocks: the others end all the same, and so does the call (row L4, L5).</summary>
public class BlockedEndTests
{
    [Fact]
    public Task L4_Disposal_ends_the_loads_of_every_loader() => Isolated.Run(() =>
    {
        var scope = new LoaderScope();
        (BatchLoader<int, int> one, BatchLoader<int, int> other) = (Endless(scope), Endless(scope));
        Task<int> first;
        Task<int> second;
        using (scope.OpenFrame())
            (first, second) = (one.LoadAsync(1), other.LoadAsync(1));
        Task callers = BothWaitForBoth(first, second);

        scope.Dispose();

        return callers;
    });

    [Fact]
    public Task L4_Disposal_ends_every_batch_of_a_loader() => Isolated.Run(() =>
    {
        var scope = new LoaderScope();
        BatchLoader<int, int> loader = Endless(scope, new() { MaxBatchSize = 1 });
        Task<int> first;
        Task<int> second;
        using (scope.OpenFrame())
            (first, second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        Task callers = BothWaitForBoth(first, second);

        scope.Dispose();

        return callers;
    });

    [Fact]
    public Task L4_An_aborted_request_ends_the_loads_of_every_loader() => Isolated.Run(() =>
    {
        using var aborted = new CancellationTokenSource();
        var scope = new LoaderScope(aborted.Token);
        BatchLoaderOptions<int, int> pending = new() { Scheduler = new ManualBatchScheduler() };
        Task callers = BothWaitForBoth(Endless(scope, pending).LoadAsync(1), Endless(scope, pending).LoadAsync(1));

        aborted.Cancel();

        return callers;
    });

    [Fact]
    public Task L4_U12_A_scheduler_that_throws_ends_every_load_that_it_had() => Isolated.Run(() =>
    {
        using var scope = new LoaderScope();
        BatchLoader<int, int> loader = null!;
        Task callers = Task.CompletedTask;
        var scheduler = new DelegateScheduler(_ =>
        {
            callers = BothWaitForBoth(loader.LoadAsync(2), loader.LoadAsync(3));
            throw new FormatException("the scheduler's");
        });
        loader = Endless(scope, new() { Scheduler = scheduler, MaxBatchSize = 1 });

        Assert.Throws<FormatException>(() => { _ = loader.LoadAsync(1); });

        return callers;
    });

    [Fact]
    public Task L5_X12_A_callback_of_the_batchs_token_does_not_delay_the_caller_who_leaves() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        using var callback = new BlockedCallback();
        BatchLoader<int, int> loader = callback.Loader(scope);
        using var leaves = new CancellationTokenSource();
        Task<int> load;
        using (scope.OpenFrame())
            load = loader.LoadAsync(1, leaves.Token);

        leaves.Cancel();

        Assert.Equal(leaves.Token, await load.IsCancelled());
        Assert.True(callback.Token.IsCancellationRequested);
    });

    [Fact]
    public Task L5_A_callback_of_the_batchs_token_does_not_delay_the_end_of_the_scope() => Isolated.Run(async () =>
    {
        var scope = new LoaderScope();
        using var callback = new BlockedCallback();
        BatchLoader<int, int> loader = callback.Loader(scope);
        Task<int> load;
        using (scope.OpenFrame())
            load = loader.LoadAsync(1);

        scope.Dispose();

        await load.FailsWith<ObjectDisposedException>();
        Assert.True(callback.Token.IsCancellationRequested);
    });

    [Fact]
    public Task L5_X12_Callers_of_one_token_leave_although_one_waits_for_another() => Isolated.Run(() =>
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> one, BatchLoader<int, int> other) = (Endless(scope), Endless(scope));
        using var leave = new CancellationTokenSource();
        Task callers = BothWaitForBoth(one.LoadAsync(1, leave.Token), other.LoadAsync(1, leave.Token));
        Task many = BothWaitForBoth(one.LoadManyAsync([1, 2], leave.Token), one.LoadManyAsync([2, 3], leave.Token));

        leave.Cancel();

        return Task.WhenAll(callers, many);
    });

    private static BatchLoader<int, int> Endless(LoaderScope scope, BatchLoaderOptions<int, int>? options = null)
        => BatchLoader.Create<int, int>(static (_, _) => new TaskCompletionSource<IReadOnlyList<int>>().Task, options, scope);

    // Whoever is told first blocks, on the thread that tells, until the other one is told too.
    private static Task BothWaitForBoth(Task first, Task second) => Task.WhenAll(WaitForBoth(first, second), WaitForBoth(second, first));

    private static async Task WaitForBoth(Task mine, Task other)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => mine);
        Assert.ThrowsAny<Exception>(other.Wait);
    }

    /// <summary>A batch whose token has a callback that lasts until the test is over.</summary>
    private sealed class BlockedCallback : IDisposable
    {
        private readonly ManualResetEventSlim _over = new();

        public CancellationToken Token { get; private set; }

        public BatchLoader<int, int> Loader(LoaderScope scope) => BatchLoader.Create<int, int>(
            (_, cancellationToken) =>
            {
                Token = cancellationToken;
                cancellationToken.Register(() => _over.Wait());
                return new TaskCompletionSource<IReadOnlyList<int>>().Task;
            },
            scope: scope);

        public void Dispose() => _over.Set();
    }
}
