using System.Runtime.CompilerServices;

namespace DataLoader.Tests;

/// <summary>What a load that is over leaves behind in things that live on: nothing.</summary>
public class LeftBehindTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void U18_A_loader_keeps_nothing_of_the_ambient_context_of_its_loads(bool done)
    {
        var scheduler = new ManualBatchScheduler();
        var answer = new TaskCompletionSource();
        Batch<int, int>? sent = null;
        var loader = new DelegateLoader<int, int>(
            batch =>
            {
                sent = batch;
                return answer.Task;
            },
            options: new() { Scheduler = scheduler });

        WeakReference ambient = OnThread(() =>
        {
            var local = new AsyncLocal<object?> { Value = new object() };
            _ = loader.LoadAsync(1);
            return local.Value;
        });
        scheduler.Dispatch();
        if (done)
        {
            sent!.SetValues([1]);
            answer.SetResult();
        }

        AssertIsGone(ambient);
        GC.KeepAlive(loader);
        GC.KeepAlive(sent);
    }

    [Fact]
    public void J1_A_token_that_lives_on_keeps_no_load_that_is_over()
    {
        (BatchLoader<int, object> loader, ManualBatchScheduler scheduler) = Objects();
        using var longLived = new CancellationTokenSource();

        WeakReference value = OnThread(() => LoadOne(loader, scheduler, longLived.Token));

        AssertIsGone(value);
        GC.KeepAlive(longLived);
    }

    [Fact]
    public void X12_A_loader_without_a_cache_keeps_no_load_of_a_caller_who_might_have_left()
    {
        (BatchLoader<int, object> loader, ManualBatchScheduler scheduler) = Objects();

        WeakReference value = OnThread(() =>
        {
            using var ownToken = new CancellationTokenSource();
            return LoadOne(loader, scheduler, ownToken.Token);
        });

        AssertIsGone(value);
        GC.KeepAlive(loader);
    }

    [Fact]
    public void A_request_token_that_lives_on_keeps_no_scope_that_was_disposed()
    {
        using var process = new CancellationTokenSource();

        WeakReference scope = OnThread(() =>
        {
            var request = new LoaderScope(process.Token);
            request.Dispose();
            return request;
        });

        AssertIsGone(scope);
        GC.KeepAlive(process);
    }

    [Fact]
    public void A_thread_that_lives_on_keeps_nothing_of_the_frames_it_had()
    {
        using var goOn = new SemaphoreSlim(0);
        using var over = new SemaphoreSlim(0);
        WeakReference? dispatcher = null;
        var thread = new Thread(() =>
        {
            dispatcher = HaveFrame();
            over.Release();
            goOn.Wait();
        });
        thread.Start();
        over.Wait();

        AssertIsGone(dispatcher!);
        goOn.Release();
        thread.Join();
    }

    [Fact]
    public void J1_U19_An_error_of_a_load_that_its_caller_has_left_is_no_unobserved_error()
    {
        var error = new InvalidOperationException("after leaving");

        Assert.False(Unobserved.Reports(error, () => FailAfterLeaving(error)));
    }

    [Fact]
    public void C14_A_primed_task_that_stays_pending_keeps_nothing_of_the_request_that_primed_it()
    {
        var elsewhere = new TaskCompletionSource<object>();

        WeakReference ambient = OnThread(() =>
        {
            var local = new AsyncLocal<object?> { Value = new object() };
            PrimeOne(elsewhere.Task);
            return local.Value;
        });
        WeakReference loader = OnThread(() => PrimeOne(elsewhere.Task));

        AssertIsGone(ambient);
        AssertIsGone(loader);
        GC.KeepAlive(elsewhere);
    }

    [Fact]
    public void C14_X12_A_caller_who_left_a_primed_task_keeps_no_loader()
    {
        var elsewhere = new TaskCompletionSource<object>();

        WeakReference loader = OnThread(() =>
        {
            using var leaving = new CancellationTokenSource();
            BatchLoader<int, object> primed = PrimeOne(elsewhere.Task);
            _ = primed.LoadAsync(1, leaving.Token);
            leaving.Cancel();
            return primed;
        });

        AssertIsGone(loader);
        GC.KeepAlive(elsewhere);
    }

    [Fact]
    public void X12_A_load_that_hangs_keeps_no_caller_who_has_left()
    {
        var scheduler = new ManualBatchScheduler();
        var never = new TaskCompletionSource();
        var loader = new DelegateLoader<int, int>(_ => never.Task, options: new() { Scheduler = scheduler });
        Task<int> stays = loader.LoadAsync(1);
        scheduler.Dispatch();

        WeakReference caller = OnThread(() =>
        {
            using var leaving = new CancellationTokenSource();
            object mine = new();
            async Task Wait()
            {
                await loader.LoadAsync(1, leaving.Token);
                GC.KeepAlive(mine);
            }

            Task waiting = Wait();
            leaving.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => waiting.WithTimeout().GetAwaiter().GetResult());
            return mine;
        });

        AssertIsGone(caller);
        Assert.False(stays.IsCompleted);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("joined")]
    [InlineData("token")]
    [InlineData("many")]
    [InlineData("many with a token")]
    public void S13_The_end_of_its_scope_is_no_unobserved_error_of_a_load_that_nobody_awaits(string load)
    {
        bool reported = false;
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs args)
            => reported |= args.Exception.InnerExceptions.Any(static error => error is ObjectDisposedException { ObjectName: "Abandoned" });
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            WeakReference scope = OnThread(() => LoadAndForget(load));
            AssertIsGone(scope);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        Assert.False(reported);
    }

    [Fact]
    public async Task G3_A_window_that_has_elapsed_leaves_no_timer()
    {
        var time = new FakeTime();
        var loader = BatchLoader.Create<int, int>(
            RecordingBatch.Identity<int>().LoadAsync, new() { Scheduler = BatchScheduler.Window(TimeSpan.FromSeconds(1), time) });
        Task<int> load = loader.LoadAsync(1);
        Assert.Equal(1, time.TimerCount);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, await load.WithTimeout());
        Assert.Equal(0, time.TimerCount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BatchLoader<int, object> PrimeOne(Task<object> task)
        => BatchLoader.Create<int, object>(static (keys, _) => Task.FromResult<IReadOnlyList<object>>([.. keys])).Prime(1, task);

    private static LoaderScope LoadAndForget(string load)
    {
        var scope = new LoaderScope();
        using var source = new CancellationTokenSource();
        var loader = new DelegateLoader<int, int>(_ => new TaskCompletionSource().Task, new("Abandoned"), scope);
        using (scope.OpenFrame())
        {
            if (load is "one" or "joined")
                _ = loader.LoadAsync(1);
            if (load == "joined")
                _ = loader.LoadAsync(1);
            if (load == "token")
                _ = loader.LoadAsync(1, source.Token);
            if (load.StartsWith("many", StringComparison.Ordinal))
                _ = loader.LoadManyAsync([1, 2], load == "many" ? default : source.Token);
        }

        scope.Dispose();
        return scope;
    }

    private static (BatchLoader<int, object> Loader, ManualBatchScheduler Scheduler) Objects()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, object>(
            static batch =>
            {
                batch.SetValues([.. batch.Keys.Select(static _ => new object())]);
                return Task.CompletedTask;
            },
            options: new() { Cache = false, Scheduler = scheduler });
        return (loader, scheduler);
    }

    private static object LoadOne(BatchLoader<int, object> loader, ManualBatchScheduler scheduler, CancellationToken cancellationToken)
    {
        Task<object> load = loader.LoadAsync(1, cancellationToken);
        scheduler.Dispatch();
        Assert.True(load.IsCompletedSuccessfully);
        return load.Result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference HaveFrame()
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        using (scope.OpenFrame())
            _ = loader.LoadAsync(1);

        return new(scope.Dispatcher);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailAfterLeaving(Exception error)
    {
        var scheduler = new ManualBatchScheduler();
        var answer = new TaskCompletionSource();
        var loader = new DelegateLoader<int, int>(_ => answer.Task, options: new() { Scheduler = scheduler });
        using var leaving = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, leaving.Token);
        Task<int> stays = loader.LoadAsync(2);
        scheduler.Dispatch();
        leaving.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => left.WithTimeout().GetAwaiter().GetResult());
        answer.SetException(error);
        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => stays.WithTimeout().GetAwaiter().GetResult()));
    }

    // A thread of its own: nothing of it stays on this stack.
    private static WeakReference OnThread(Func<object?> body)
    {
        WeakReference? weak = null;
        var thread = new Thread(() => weak = new WeakReference(body()));
        thread.Start();
        thread.Join();
        return weak!;
    }

    // The watchdog may hold a frame for the length of a tick.
    private static void AssertIsGone(WeakReference weak)
        => Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return !weak.IsAlive;
                },
                TimeSpan.FromSeconds(10)),
            "Something still holds it.");
}
