using DataLoader.Dispatch;
using DataLoader.Stress.Races;

namespace DataLoader.Stress;

/// <summary>Pairs of calls that were, or could be, wrong in one order of their steps.</summary>
public class RaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void X12_A_caller_who_leaves_does_not_cancel_one_who_joins_at_the_same_time(bool map)
    {
        BatchLoader<int, int> loader = null!;
        CancellationTokenSource source = null!;
        Task<int> stays = null!;
        new Race(
            2,
            random =>
            {
                Task<int> leaves = loader.LoadAsync(1, source.Token);
                Thread.SpinWait(random.Next(100));
                source.Cancel();
                _ = leaves.Exception;
            },
            _ => stays = loader.LoadAsync(1)).Run(
            new Budget(seconds: 2),
            () =>
            {
                source = new CancellationTokenSource();
                loader = BatchLoader.Create<int, int>(
                    static async (keys, token) =>
                    {
                        await Task.Yield();
                        token.ThrowIfCancellationRequested();
                        return [.. keys];
                    },
                    new BatchLoaderOptions<int, int> { CacheMap = map ? new Model.DictionaryCache() : null });
            },
            () => Settles(stays, "the one who stays"));
    }

    [Fact]
    public void C2_Prime_while_everything_is_cleared()
    {
        BatchLoader<int, int> loader = null!;
        Task<int> load = null!;
        new Race(
            3,
            _ => loader.Prime(1, 10).Prime(2, 20),
            _ => loader.ClearAll(),
            _ => load = loader.LoadAsync(1)).Run(
            new Budget(seconds: 2),
            () => loader = BatchLoader.Create<int, int>(static (keys, _) => Task.FromResult<IReadOnlyList<int>>([.. keys.Select(key => key * 10)])),
            () =>
            {
                Settles(load, "the load");
                Assert.Equal(10, load.Result);
            });
    }

    // The watchdog looks at a thread and then gives its frame up; in between the thread may have gone on, by anything from one instruction to a
    // whole frame. Here it is given up at any moment.
    [Theory]
    [InlineData(1, false)]
    [InlineData(6, false)]
    [InlineData(6, true)]
    public void N1_A_frame_given_up_at_any_moment_loses_no_key(int flowCount, bool yields)
    {
        int mostSpins = flowCount == 1 ? 100 : 4000;
        LoaderScope scope = null!;
        BatchLoader<int, int> one = null!;
        BatchLoader<int, int> other = null!;
        CompletionFrame? frame = null;
        Task flows = null!;
        new Race(
            4,
            random =>
            {
                using (scope.OpenFrame())
                {
                    Volatile.Write(ref frame, CompletionFrame.Current);
                    Thread.SpinWait(random.Next(mostSpins));
                    flows = Task.WhenAll(Enumerable.Range(0, flowCount).Select(FlowAsync));
                }
            },
            random =>
            {
                while (Volatile.Read(ref frame) is null)
                    Thread.SpinWait(1);
                Thread.SpinWait(random.Next(mostSpins));
                frame!.Disown();
            }).Run(
            new Budget(seconds: 3),
            () =>
            {
                frame = null;
                scope = new LoaderScope();
                one = Make(new BatchLoaderOptions<int, int> { MaxBatchSize = 2 });
                other = Make(null);
            },
            () =>
            {
                Settles(flows, "a flow");
                scope.Dispose();
            });

        BatchLoader<int, int> Make(BatchLoaderOptions<int, int>? options) => BatchLoader.Create<int, int>(
            async (keys, _) =>
            {
                if (yields)
                    await Task.Yield();
                return [.. keys];
            },
            options,
            scope);

        async Task FlowAsync(int i)
        {
            for (int level = 0; level < 3; level++)
            {
                Assert.Equal(i, await one.LoadAsync(i).ConfigureAwait(false));
                Assert.Equal(i + level, await other.LoadAsync(i + level).ConfigureAwait(false));
                Assert.Equal(i + 10 + level, await one.LoadAsync(i + 10 + level).ConfigureAwait(false));
            }
        }
    }

    private static void Settles(Task task, string who)
    {
        Assert.True(Task.WhenAny(task).Wait(Patience), $"{who} waits for ever");
        Assert.True(task.IsCompletedSuccessfully, $"{who} ended as {task.Status}: {task.Exception?.InnerException}");
    }
}
