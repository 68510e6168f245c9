using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace DataLoader.Tests;

/// <summary>What a batch sees of its callers, and leaves behind of itself.</summary>
public class AmbientStateTests
{
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
}
