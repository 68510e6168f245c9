using DataLoader.Dispatch;
using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>Frames, quiet watches and held keys of one scope on several threads (invariant N1), without the watchdog: nothing depends on it here.</summary>
public class DispatchTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void N1_Two_root_frames_at_a_time() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.Thread("one", () => LoadInFrame(backend, scope, users, 1));
        run.Thread("two", () => LoadInFrame(backend, scope, users, 2));
        return () => backend.Check();
    });

    [Fact]
    public void N1_A_root_frame_against_a_load_outside() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.Thread("frame", () => LoadInFrame(backend, scope, users, 1));
        run.Thread("outside", () => backend.Load(users, 2));
        return () => backend.Check();
    });

    [Fact]
    public void N1_A_frame_without_loads_against_a_load_outside() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.Thread("frame", () => scope.OpenFrame().Dispose());
        run.Thread("outside", () => backend.Load(users, 2));
        return () => backend.Check();
    });

    [Fact]
    public void N1_Two_loaders_of_one_scope() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var orders = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        BatchLoader<int, int> ordersByUser = orders.Loader(scope);
        run.Thread("one", () => LoadInFrame(backend, scope, users, 1));
        run.Thread("two", () => orders.Load(ordersByUser, 2));
        return () =>
        {
            backend.Check();
            orders.Check();
        };
    }, most: 60_000);

    [Fact]
    public void N1_A_frame_that_leaves_idle_scopes_against_a_load_outside_of_one() => Explore(1, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        LoaderScope[] scopes = [.. Enumerable.Range(0, CompletionFrame.MaxIdleScopes + 1).Select(static _ => new LoaderScope())];
        BatchLoader<int, int>[] loaders = [.. scopes.Select(scope => backend.Loader(scope))];
        run.Thread("frame", () =>
        {
            using (scopes[0].OpenFrame())
            {
                for (int i = 0; i < loaders.Length; i++)
                    backend.Load(loaders[i], i);
            }
        });
        run.Thread("outside", () => backend.Load(loaders[3], 100));
        return () => backend.Check();
    });

    [Fact]
    public void N1_The_next_level_against_a_load_outside() => Explore(1, static run =>
    {
        // The continuation asks in the frame of the batch that completes, while another thread asks outside.
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(new LoaderScope());
        Backend.Then(backend.Load(users, 1), () => backend.Load(users, 11));
        run.Thread("outside", () => backend.Load(users, 2));
        return () => backend.Check();
    });

    [Fact]
    public void A16_A_frozen_clock_holds_no_level_back() => Explore(1, static run =>
    {
        // No frame is open around the first loads, and the clock of this run stands still.
        var backend = new Backend(run) { AnswersAtOnce = true };
        BatchLoader<int, int> users = backend.Loader(new LoaderScope());
        long start = Environment.TickCount64;
        run.Thread("one", () => Backend.Then(backend.Load(users, 1), () => backend.Load(users, 11)));
        run.Thread("two", () => backend.Load(users, 2));
        return () =>
        {
            backend.Check();
            Assert.Equal(start, Environment.TickCount64);
        };
    });

    [Fact]
    public void N1_Two_batches_that_complete_at_a_time() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(new LoaderScope(), new() { MaxBatchSize = 1 });
        foreach (int key in (int[])[1, 2])
            Backend.Then(backend.Load(users, key), () => backend.Load(users, key + 10));
        return () => backend.Check();
    });

    [Fact]
    public void N1_Two_batches_that_end_at_a_time_and_the_next_level_of_one() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(new LoaderScope(), new() { MaxBatchSize = 1 });
        Backend.Then(backend.Load(users, 1), () => backend.Load(users, 11));
        backend.Load(users, 2);
        return () => backend.Check();
    });

    [Fact]
    public void G1_Two_threads_that_dispatch() => Explore(1, static run =>
    {
        var backend = new Backend(run) { IsPrompt = false };
        var manual = new ManualBatchScheduler();
        BatchLoader<int, int> users = backend.Loader(options: new() { Scheduler = manual });
        backend.Load(users, 1);
        run.Thread("one", () => manual.Dispatch());
        run.Thread("two", () => manual.Dispatch());
        run.Thread("loads", () => backend.Load(users, 2));
        return () =>
        {
            manual.Dispatch();
            run.Settle();
            backend.Check();
        };
    });

    private static void LoadInFrame(Backend backend, LoaderScope scope, BatchLoader<int, int> users, int key)
    {
        using (scope.OpenFrame())
            backend.Load(users, key);
    }
}
