
namespace DataLoader.Tests;

/// <summary>Where a frame is opened changes nothing of how its levels are batched: rows A16 and A18.</summary>
public class EnvironmentTests
{
    public static TheoryData<string> Environments => ["none", "synchronization context", "task scheduler", "thread of its own"];

    [Theory]
    [MemberData(nameof(Environments))]
    public Task N7_A16_A18_Every_level_is_one_batch_and_done_when_the_frame_is_closed(string environment) => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        // .NET runs a continuation inline that wants the scheduler it is on, and, elsewhere, one that wants no context.
        bool captures = environment == "task scheduler";
        async Task<int> Levels(int id)
        {
            int second = 10 + await loader.LoadAsync(id).ConfigureAwait(captures);
            return await loader.LoadAsync(10 + await loader.LoadAsync(second).ConfigureAwait(captures)).ConfigureAwait(captures);
        }

        await In(environment, () =>
        {
            Task<int[]> loads;
            using (scope.OpenFrame())
                loads = Task.WhenAll(Levels(1), Levels(2));

            Assert.True(loads.IsCompletedSuccessfully);
            Assert.Equal([21, 22], loads.Result);
        }).WithTimeout();

        batch.AssertCalls([1, 2], [11, 12], [21, 22]);
    });

    [Fact]
    public Task A18_A_frame_leaves_the_synchronization_context_as_it_was() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;

        await In("synchronization context", () =>
        {
            SynchronizationContext? context = SynchronizationContext.Current;
            using (scope.OpenFrame())
                _ = loader.LoadAsync(1);

            Assert.NotNull(context);
            Assert.Same(context, SynchronizationContext.Current);
        }).WithTimeout();
    });

    [Fact]
    public Task A18_L6_S11_A_caller_may_block_the_task_scheduler_it_is_on() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        TaskScheduler? seen = null;
        var loader = BatchLoader.Create<int, int>(
            async (keys, _) =>
            {
                seen = TaskScheduler.Current;
                await Task.Yield();
                return keys;
            },
            scope: scope);

        await In("task scheduler", () =>
        {
            Task<int> load;
            using (scope.OpenFrame())
                load = loader.LoadAsync(1);

            Assert.Equal(1, load.Result);
        }).WithTimeout();

        Assert.Same(TaskScheduler.Default, seen);
    });

    [Theory]
    [MemberData(nameof(Environments))]
    public Task A18_The_body_of_a_root_frame_runs_without_context_and_scheduler_of_its_caller(string environment) => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();

        await In(environment, () =>
        {
            SynchronizationContext? context = SynchronizationContext.Current;
            TaskScheduler scheduler = TaskScheduler.Current;
            Thread thread = Thread.CurrentThread;
            Task body = scope.RunAsync(() =>
            {
                Assert.Null(SynchronizationContext.Current);
                Assert.Same(TaskScheduler.Default, TaskScheduler.Current);
                Assert.Same(thread, Thread.CurrentThread);
                return Task.CompletedTask;
            });

            body.GetAwaiter().GetResult();
            Assert.Same(context, SynchronizationContext.Current);
            Assert.Same(scheduler, TaskScheduler.Current);
        }).WithTimeout();
    });

    private static Task In(string environment, Action body) => environment switch
    {
        "synchronization context" => Task.Run(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new Context());
            try
            {
                body();
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(null);
            }
        }),
        "task scheduler" => Task.Factory.StartNew(
            body, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler),
        "thread of its own" => Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
        _ => Task.Run(body),
    };

    // .NET takes the base class for no context at all.
    private sealed class Context : SynchronizationContext;
}
