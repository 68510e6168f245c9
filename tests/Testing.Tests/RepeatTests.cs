using System.Globalization;
using System.Reflection;

namespace DataLoader.Testing.Tests;

/// <summary>
/// The tests of the harness over and over, with busy threads beside: what comes about by chance in one of a thousand runs is a fault. DATALOADER_REPEATS says how
/// often; a few times by default.
/// </summary>
public sealed class RepeatTests
{
    [Fact]
    public async Task The_harness_gives_the_same_results_on_a_busy_machine()
    {
        int repeats = int.Parse(Environment.GetEnvironmentVariable("DATALOADER_REPEATS") ?? "3", CultureInfo.InvariantCulture);
        MethodInfo[] tests = [.. typeof(HarnessTests).GetMethods().Where(static it => it.ReturnType == typeof(Task))];
        Assert.NotEmpty(tests);
        using var stop = new CancellationTokenSource();
        for (int i = 0; i < 2; i++)
            new Thread(() => Spin(stop.Token)) { IsBackground = true }.Start();

        for (int i = 0; i < repeats; i++)
        {
            foreach (MethodInfo test in tests)
                await (Task)test.Invoke(new HarnessTests(), null)!; // They return tasks.
        }

        await stop.CancelAsync();
    }

    private static void Spin(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            Thread.SpinWait(1_000);
    }
}
