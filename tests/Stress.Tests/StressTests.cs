using DataLoader.Stress.Model;
using DataLoader.Stress.Threads;

namespace DataLoader.Stress;

/// <summary>Many threads, random calls, two scopes with the same keys: no load is lost, and no answer goes astray.</summary>
public class StressTests
{
    private const int FlowsForOne = 4;
    private const int Steps = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private enum Ending
    {
        None,
        Dispose,
        Abort,
    }

    [Fact]
    public async Task No_load_is_lost_and_no_answer_goes_astray()
    {
        foreach (int seed in new Budget(seconds: 8).Seeds())
        {
            var random = new Random(seed);
            Variant variant = Variant.Random(random, shapes: 5);
            Ending ending = (Ending)Math.Max(0, random.Next(6) - 3);
            try
            {
                await RunAsync(variant, ending, random);
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, {variant}, ending {ending}: {error}");
            }
        }
    }

    private static async Task RunAsync(Variant variant, Ending ending, Random random)
    {
        using var one = new Site(variant, random.Next());
        using var other = new Site(variant, random.Next());
        Task[] flows = [.. Enumerable.Range(0, 2 * FlowsForOne).Select(i =>
        {
            // Two in each scope on threads of their own, which may block; the others on the pool.
            bool mayBlock = i % 4 < 2;
            var flow = new Flow(i % 2 == 0 ? one : other, random.Next(), Steps, mayBlock);
            return Task.Factory.StartNew(
                flow.RunAsync, default, mayBlock ? TaskCreationOptions.LongRunning : TaskCreationOptions.None, TaskScheduler.Default).Unwrap();
        })];

        if (ending != Ending.None)
        {
            await Task.WhenAny(flows);
            if (ending == Ending.Dispose)
                one.Dispose();
            else
                one.Abort();
        }

        await SettleAsync(Task.WhenAll(flows), () => $"flows are {string.Join(", ", flows.Select(flow => flow.Status))}; {Waiting()}");
        await Task.WhenAll(flows);
        await SettleAsync(Task.WhenAll(one.Loads.Concat(other.Loads).Select(load => load.Task)), Waiting);
        await SettleAsync(
            Task.WhenAll(one.Calls.Values.Concat(other.Calls.Values).Where(static call => call.Token.IsCancellationRequested).Select(static call => call.Noted.Task)),
            () => "callbacks of tokens");
        Audit.Check(one, variant);
        Audit.Check(other, variant);
        if (ending == Ending.None)
        {
            Task cache = Audit.CheckCacheAsync(one, variant);
            await SettleAsync(cache, () => "a load of a quiet loader");
            await cache;
        }

        string Waiting() => string.Join("; ", one.Loads.Concat(other.Loads)
            .Where(load => !load.Task.IsCompleted).Take(5).Select(load => $"load of [{string.Join(',', load.Keys)}] waits for ever"));
    }

    private static async Task SettleAsync(Task task, Func<string> lost)
    {
        if (await Task.WhenAny(task, Task.Delay(Patience)) != task)
            Assert.Fail($"lost: {lost()}");
    }
}
