using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Interleavings.Exploring;
using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>Threads that block in a frame, and the watchdog, whose clock ticks whenever it likes (invariants N1 and N2, row S11).</summary>
public class WatchdogTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void S11_A_root_frame_that_blocks_on_its_own_load() => Explore(2, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.HasClock = true;
        run.Thread("blocks", () =>
        {
            using (scope.OpenFrame())
                Run.BlockOn(backend.Load(users, 1));
        });
        return () => backend.Check();
    });

    [Fact]
    public void S11_A_frame_that_is_opened_while_the_watchdog_goes_to_sleep() => Explore(1, static run =>
    {
        // It sleeps after 50 ticks of 2 ms without a frame: from the 49th on the second frame may come.
        const int NearlyAsleep = 2 * 49;
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        scope.OpenFrame().Dispose();
        long sleepy = run.Now + NearlyAsleep;
        var over = new TaskCompletionSource();
        run.Expect(over.Task);
        run.HasClock = true;
        run.Thread("blocks", () =>
        {
            Run.WaitUntil(() => run.Now >= sleepy);
            using (scope.OpenFrame())
                Run.BlockOn(backend.Load(users, 1));
            over.SetResult();
        });
        return () => backend.Check();
    });

    [Fact]
    public void N1_A_frame_that_ends_while_it_is_given_up_is_left_once_and_leaves_no_key() => Explore(2, static run =>
    {
        // The watchdog makes up its mind at its third tick, while the thread waits, and acts when it waits no more. The ticks before the frame
        // use up those that may come at any time.
        var scope = new LoaderScope();
        var keys = new Keys();
        var more = new Keys();
        scope.OpenFrame().Dispose();
        long opens = run.Now + (6 * 2);
        long decided = opens + (3 * 2);
        var goOn = new TaskCompletionSource();
        var over = new TaskCompletionSource();
        run.Expect(over.Task);
        run.HasClock = true;
        run.Thread("blocks", () =>
        {
            Run.WaitUntil(() => run.Now >= opens);
            using (scope.OpenFrame())
            {
                scope.Dispatcher.Hold(keys);
                Run.BlockOn(goOn.Task);
                scope.Dispatcher.Hold(more);
            }

            over.SetResult();
        });
        run.Thread("wakes", () =>
        {
            Run.WaitUntil(() => run.Now >= decided);
            goOn.SetResult();
        });
        return () =>
        {
            Assert.Equal(0, FrameCount(scope.Dispatcher));
            Assert.Equal((1, 1), (keys.Cuts, more.Cuts));
        };
    }, most: 100_000);

    private sealed class Keys : ScopeMember
    {
        public override int PendingCount => 1;

        public int Cuts { get; private set; }

        public override void Cut(ref FrameQueue<IBatch> batches, DispatchReason reason, int dispatch) => Cuts++;

        public override void ClearAll()
        {
        }

        public override void Close(bool failsInFlight, ref CompletionFrame? frame)
        {
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_frameCount")]
    private static extern ref int FrameCount(Dispatcher dispatcher);

    [Fact]
    public void N1_A_frame_that_is_given_up_against_a_load_outside() => Explore(1, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.HasClock = true;
        run.Thread("blocks", () =>
        {
            using (scope.OpenFrame())
                Run.BlockOn(backend.Load(users, 1));
        });
        run.Thread("outside", () => backend.Load(users, 2));
        return () => backend.Check();
    });

    [Fact]
    public void N1_A_frame_that_is_given_up_while_it_asks() => Explore(1, static run =>
    {
        // It asks, blocks, is given up, goes on because another thread lets it, and asks again.
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        var open = new TaskCompletionSource();
        run.HasClock = true;
        run.Thread("asks", () =>
        {
            using (scope.OpenFrame())
            {
                backend.Load(users, 1);
                Run.BlockOn(open.Task);
                backend.Load(users, 2);
            }
        });
        run.Thread("opens", open.SetResult);
        return () => backend.Check();
    });

    [Fact]
    public void S11_A_continuation_that_blocks_on_a_later_key_of_its_batch() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(new LoaderScope());
        run.HasClock = true;
        Task<int> one = backend.Load(users, 1);
        Task<int> two = backend.Load(users, 2);
        backend.Load(users, 3);
        Backend.Then(one, () => Run.BlockOn(two));
        return () => backend.Check();
    });

    [Fact]
    public void S11_Two_continuations_of_one_batch_that_block() => Explore(1, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(new LoaderScope());
        run.HasClock = true;
        Task<int> one = backend.Load(users, 1);
        Task<int> two = backend.Load(users, 2);
        Task<int> three = backend.Load(users, 3);
        Backend.Then(one, () => Run.BlockOn(three));
        Backend.Then(two, () => Run.BlockOn(three));
        return () => backend.Check();
    });

    [Fact]
    public void S11_A_continuation_that_blocks_on_the_next_level() => Explore(0, static run =>
    {
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(new LoaderScope());
        run.HasClock = true;
        Backend.Then(backend.Load(users, 1), () => Run.BlockOn(backend.Load(users, 11)));
        run.Thread("outside", () => backend.Load(users, 2));
        return () => backend.Check();
    });

    [Fact]
    public void S11_A_frame_that_blocks_while_batches_complete_in_it() => Explore(1, static run =>
    {
        // Both parts complete at once, in the frame that started them; the first one's continuation blocks on the second.
        var backend = new Backend(run) { AnswersAtOnce = true };
        BatchLoader<int, int> users = backend.Loader(new LoaderScope(), new() { MaxBatchSize = 1 });
        run.HasClock = true;
        Task<int> one = backend.Load(users, 1);
        Task<int> two = backend.Load(users, 2);
        Backend.Then(one, () => Run.BlockOn(two));
        return () => backend.Check();
    });

    [Fact]
    public void S11_A_continuation_that_blocks_on_many_keys_of_its_batch() => Explore(1, static run =>
    {
        // The first key wakes the load of many, which leaves its rest behind the batch; then the second key's continuation blocks on that.
        var backend = new Backend(run);
        BatchLoader<int, int> users = backend.Loader(new LoaderScope());
        run.HasClock = true;
        Task<IReadOnlyList<int>> many = users.LoadManyAsync([1, 2, 3]);
        run.Expect(many);
        backend.Load(users, 1);
        backend.Load(users, 3);
        Backend.Then(backend.Load(users, 2), () => Run.BlockOn(many));
        return () =>
        {
            backend.Check();
            Assert.Equal(3, many.Result.Count);
        };
    });

    [Fact]
    public void N2_A_frame_that_spins_is_passed_over() => Explore(0, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.HasClock = true;
        run.Thread("spins", () =>
        {
            using (scope.OpenFrame())
            {
                Task<int> task = backend.Load(users, 1);
                while (!task.IsCompleted)
                    Run.Yield();
            }
        });
        return () => backend.Check();
    }, random: 50);

    [Fact]
    public void S11_A_disposal_against_a_frame_that_blocks() => Explore(1, static run =>
    {
        var backend = new Backend(run) { AnswersAtOnce = true };
        var scope = new LoaderScope();
        BatchLoader<int, int> users = backend.Loader(scope);
        run.HasClock = true;
        run.Thread("blocks", () =>
        {
            try
            {
                using (scope.OpenFrame())
                    Run.BlockOn(backend.Load(users, 1));
            }
            catch (ObjectDisposedException)
            {
            }
        });
        run.Thread("disposes", scope.Dispose);
        return () => backend.CheckValues();
    });
}
