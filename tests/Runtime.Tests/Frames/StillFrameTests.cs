namespace DataLoader.Tests;

/// <summary>Code of one caller that does not come back, or not soon: others are answered all the same (rows L1 to L3, L7).</summary>
public class StillFrameTests
{
    [Fact]
    public Task L1_N2_A_continuation_that_spins_does_not_keep_the_later_keys_of_its_batch() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        async Task Spinning(Task<int> first, Task<int> later)
        {
            await first;
            SpinUntilDone(later);
        }

        await scope.RunAsync(() => Spinning(loader.LoadAsync(1), loader.LoadAsync(2))).WithTimeout();
    });

    [Fact]
    public Task L1_A_continuation_that_spins_does_not_keep_the_later_keys_whatever_keys_follow() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        Task? others = null;
        async Task Spinning(Task<int> first, Task<int> later)
        {
            await first;
            others = Task.Run(() => AskUntilDone(loader, later));
            SpinUntilDone(later);
        }

        await scope.RunAsync(() => Spinning(loader.LoadAsync(1), loader.LoadAsync(2))).WithTimeout();
        await others!.WithTimeout();
    });

    [Fact]
    public Task L1_A_batch_method_that_spins_does_not_keep_the_batches_behind_it() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var begun = new TaskCompletionSource();
        var first = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                SpinUntilDone(begun.Task);
                return Task.FromResult(keys);
            },
            scope: scope);
        var second = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                begun.SetResult();
                return Task.FromResult(keys);
            },
            scope: scope);

        await scope.RunAsync(() => Task.WhenAll(first.LoadAsync(1), second.LoadAsync(2))).WithTimeout();
    });

    [Fact]
    public Task L1_L4_A_load_whose_batch_is_stuck_in_another_callers_code_ends_with_its_scope() => Isolated.Run(async () =>
    {
        var scope = new LoaderScope();
        var batch = GatedBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope);
        var over = new TaskCompletionSource();
        async Task Spinning(Task<int> load)
        {
            await load;
            SpinUntilDone(over.Task);
        }

        Task spins;
        Task<int> later;
        using (scope.OpenFrame())
            (spins, later) = (Spinning(loader.LoadAsync(1)), loader.LoadAsync(2));
        var answers = Task.Run(batch.Calls[0].Answer);

        Assert.Equal(2, await later.WithTimeout());
        scope.Dispose();
        over.SetResult();
        await Task.WhenAll(spins, answers).WithTimeout();
    });

    [Fact]
    public Task L2_Keys_leave_a_frame_that_computes_whatever_keys_follow() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        using var computes = new FrameElsewhere(scope);

        Task<int> first = loader.LoadAsync(0);
        await Task.Run(() => AskUntilDone(loader, first)).WithTimeout();

        Assert.Equal(0, await first);
    });

    [Fact]
    public async Task L3_X13_Keys_leave_a_hold_that_is_not_disposed()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;

        using IDisposable hold = scope.HoldBatches();

        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
        Assert.Equal(2, await loader.LoadAsync(2).WithTimeout());
    }

    [Fact]
    public async Task L3_X14_Keys_of_frames_leave_a_hold_that_is_not_disposed()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;

        using IDisposable hold = scope.HoldFrames();
        Task<int> load;
        using (scope.OpenFrame())
            load = loader.LoadAsync(1);

        Assert.Equal(1, await load.WithTimeout());
    }

    [Fact]
    public async Task L7_A_thread_that_ends_inside_a_frame_leaves_no_key_behind()
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<int>? load = null;
        var thread = new Thread(() =>
        {
            _ = scope.OpenFrame();
            load = loader.LoadAsync(1);
        });
        thread.Start();
        thread.Join();

        Assert.Equal(1, await load!.WithTimeout());
        Assert.Equal(2, await loader.LoadAsync(2).WithTimeout());
    }

    // A new key every now and then.
    private static void AskUntilDone(BatchLoader<int, int> loader, Task task)
    {
        SpinWait pause = default;
        for (int key = 1_000; !task.IsCompleted; key++)
        {
            _ = loader.LoadAsync(key);
            pause.SpinOnce();
        }
    }

    // As a call of the system does: the thread does not look as if it waited.
    private static void SpinUntilDone(Task task)
    {
        while (!task.IsCompleted)
            Thread.SpinWait(100);
    }

    /// <summary>A thread that computes in a root frame until it is told to stop.</summary>
    private sealed class FrameElsewhere : IDisposable
    {
        private readonly TaskCompletionSource _over = new();
        private readonly Thread _thread;

        public FrameElsewhere(LoaderScope scope)
        {
            using var open = new ManualResetEventSlim();
            _thread = new Thread(() =>
            {
                using (scope.OpenFrame())
                {
                    open.Set();
                    SpinUntilDone(_over.Task);
                }
            });
            _thread.Start();
            open.Wait();
        }

        public void Dispose()
        {
            _over.SetResult();
            _thread.Join();
        }
    }
}
