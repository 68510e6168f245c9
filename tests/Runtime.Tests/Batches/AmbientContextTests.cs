using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace DataLoader.Tests;

/// <summary>What a batch sees of its callers, and what it leaves behind of itself.</summary>
public class AmbientContextTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Fact]
    public void The_watchdog_keeps_nothing_of_the_first_request()
    {
        WeakReference weak = FirstFrameOfAFreshRuntime();
        // The thread itself is let go at the next tick.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !weak.IsAlive;
            },
            TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public Task A_batch_leaves_the_current_activity_of_the_code_that_sends_it_alone() => Isolated.Run(() =>
    {
        using var source = new ActivitySource("test");
        using var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);

        using Activity? request = source.StartActivity("request");
        using (scope.OpenFrame())
        {
            using (source.StartActivity("field"))
                _ = loader.LoadAsync(1);

            Assert.Same(request, Activity.Current);
        }

        Assert.Same(request, Activity.Current);
    });

    [Fact]
    public async Task A_load_that_lets_no_context_flow_sees_none_of_the_senders()
    {
        var ambient = new AsyncLocal<string?>();
        string? seen = "nothing ran";
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) =>
        {
            seen = ambient.Value;
            return Task.FromResult<IReadOnlyList<int>>([.. keys]);
        });
        Task<int> load;
        using (ExecutionContext.SuppressFlow())
            load = loader.LoadAsync(1);

        ambient.Value = "the sender's";
        await scheduler.DispatchFor(load);

        Assert.Null(seen);
    }

    [Fact]
    public async Task N8_U18_The_batch_sees_the_ambient_context_of_its_first_load()
    {
        var ambient = new AsyncLocal<string>();
        string? seen = null;
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) =>
        {
            seen = ambient.Value;
            return Task.FromResult<IReadOnlyList<int>>([.. keys]);
        });
        async Task<int> LoadAs(string name, int key)
        {
            ambient.Value = name;
            return await loader.LoadAsync(key);
        }

        Task<IReadOnlyList<int>> loads = Tasks.All(LoadAs("first", 1), LoadAs("second", 2));
        ambient.Value = "dispatcher";
        await scheduler.DispatchFor(loads);

        Assert.Equal("first", seen);
        Assert.Equal("dispatcher", ambient.Value);
    }

    [Fact]
    public Task U18_Holds_for_frames_too() => Isolated.Run(async () =>
    {
        var ambient = new AsyncLocal<string>();
        var seen = new List<string?>();
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                seen.Add(ambient.Value);
                return Task.FromResult<IReadOnlyList<int>>([.. keys]);
            },
            scope: scope);
        async Task<int> LoadAs(string name, int key)
        {
            ambient.Value = name;
            return await loader.LoadAsync(await loader.LoadAsync(key) + 10);
        }

        await scope.RunAsync(() => Tasks.All(LoadAs("first", 1), LoadAs("second", 2))).WithTimeout();

        Assert.Equal(["first", "first"], seen);
    });

    [Fact]
    public Task U18_Keys_that_wait_while_batches_are_out_run_under_the_context_of_their_own_callers() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, List<string?> seen) = Recording(scope);
        List<Task<int>> loads = [];

        foreach (int key in Enumerable.Range(1, 3))
        {
            Ambient.Value = $"caller {key}";
            using (scope.OpenFrame())
            {
                loads.Add(loader.LoadAsync(key));
                Ambient.Value = "somebody else";
            }
        }

        Assert.Equal(["caller 1", "caller 2", "caller 3"], seen);
        foreach (GatedBatch<int, int>.Call call in batch.Calls.Reverse())
            call.Answer();

        Assert.Equal([1, 2, 3], await Tasks.All(loads).WithTimeout());
    });

    [Fact]
    public Task U18_A_key_whose_caller_lets_no_context_flow_sees_none_while_batches_are_out() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, List<string?> seen) = Recording(scope);
        Ambient.Value = "caller";
        List<Task<int>> loads = [];

        foreach (int key in Enumerable.Range(1, 4))
        {
            using (scope.OpenFrame())
            {
                AsyncFlowControl? flow = key % 2 == 0 ? ExecutionContext.SuppressFlow() : null;
                loads.Add(loader.LoadAsync(key));
                flow?.Undo();
            }
        }

        Assert.Equal(["caller", null, "caller", null], seen);
        foreach (GatedBatch<int, int>.Call call in batch.Calls)
            call.Answer();

        Assert.Equal([1, 2, 3, 4], await Tasks.All(loads).WithTimeout());
    });

    [Fact]
    public Task U18_All_parts_of_a_batch_run_under_the_context_of_its_first_key_and_the_next_batch_under_its_own() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, List<string?> seen) = Recording(scope, mostKeys: 1);
        Ambient.Value = "first";
        Task<int>[] loads;
        using (scope.OpenFrame())
            loads = [loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(3)];

        foreach (GatedBatch<int, int>.Call call in batch.Calls)
            call.Answer();

        Assert.Equal([1, 2, 3], await Tasks.All(loads).WithTimeout());
        Ambient.Value = "second";
        Task<int> next;
        using (scope.OpenFrame())
            next = loader.LoadAsync(4);

        batch.Calls[3].Answer();
        Assert.Equal(4, await next.WithTimeout());
        Assert.Equal(["first", "first", "first", "second"], seen);
    });

    [Fact]
    public Task U18_A_caller_who_may_leave_does_not_change_what_the_keys_before_run_under() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        using var source = new CancellationTokenSource();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, List<string?> seen) = Recording(scope);
        Task<int>[] loads;
        Ambient.Value = "first";
        using (scope.OpenFrame())
        {
            Task<int> first = loader.LoadAsync(1);
            Ambient.Value = "may leave";
            loads = [first, loader.LoadAsync(2, source.Token)];
        }

        batch.Calls[0].Answer();
        Assert.Equal([1, 2], await Tasks.All(loads).WithTimeout());
        Assert.Equal(["first"], seen);
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference FirstFrameOfAFreshRuntime()
    {
        WeakReference weak = null!;
        var thread = new Thread(() =>
        {
            // A copy of the runtime whose statics nobody has touched yet.
            Assembly runtime = new AssemblyLoadContext("fresh").LoadFromAssemblyPath(typeof(LoaderScope).Assembly.Location);
            var ambient = new AsyncLocal<object?> { Value = new object() };
            weak = new(ambient.Value);
            using var scope = (IDisposable)Activator.CreateInstance(runtime.GetType(typeof(LoaderScope).FullName!)!, CancellationToken.None)!;
            Func<Task> body = static () => Task.CompletedTask;
            scope.GetType().GetMethod(nameof(LoaderScope.RunAsync), 0, [typeof(Func<Task>)])!.Invoke(scope, [body]);
        });
        thread.UnsafeStart();
        thread.Join();
        return weak;
    }

    private static (BatchLoader<int, int> Loader, GatedBatch<int, int> Batch, List<string?> Seen) Recording(
        LoaderScope scope, int mostKeys = int.MaxValue)
    {
        var batch = GatedBatch.Identity<int>();
        List<string?> seen = [];
        BatchLoaderOptions<int, int> options = new() { MaxBatchSize = mostKeys };
        var loader = BatchLoader.Create<int, int>(
            (keys, token) =>
            {
                seen.Add(Ambient.Value);
                return batch.LoadAsync(keys, token);
            },
            options,
            scope);
        return (loader, batch, seen);
    }
}
