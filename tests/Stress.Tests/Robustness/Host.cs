using System.Diagnostics;
using System.Globalization;

namespace DataLoader.Stress.Robustness;

/// <summary>
/// The child process of <see cref="RobustnessTests"/>: runs one scenario several times, with and without a root frame. It ends by itself when one
/// of them hangs, and says which.
/// </summary>
internal static class Host
{
    private const int Hung = 3;
    private const int Failed = 4;

    public static int Main(string[] args)
    {
        if (args.Length != 3)
        {
            Console.Error.WriteLine("usage: SCENARIO REPEATS SECONDS");
            return 2;
        }

        Scenario scenario = Scenario.All.Single(it => it.Name == args[0]);
        int repeats = int.Parse(args[1], CultureInfo.InvariantCulture);
        var limit = TimeSpan.FromSeconds(double.Parse(args[2], CultureInfo.InvariantCulture));
        long slowest = 0;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            foreach (bool rootFrame in (bool[])[true, false])
            {
                string what = $"{scenario.Name}, repeat {repeat}, {(rootFrame ? "root frame" : "no frame")}";
                long start = Stopwatch.GetTimestamp();
                using var scope = new LoaderScope();
                Exception? error = null;
                Task? task = null;

                // The body itself may block, so it has a thread of its own.
                var body = new Thread(() =>
                {
                    try
                    {
                        task = rootFrame ? scope.RunAsync(() => scenario.RunAsync(scope)) : scenario.RunAsync(scope);
                        task.Wait();
                    }
                    catch (Exception thrown)
                    {
                        error = thrown;
                    }
                })
                { IsBackground = true };
                body.Start();
                if (!body.Join(limit))
                {
                    Console.WriteLine($"HANG: {what}: {(task is null ? "the body does not return" : $"the body's task is {task.Status}")}");
                    Console.WriteLine($"pool: {ThreadPool.ThreadCount} threads, {ThreadPool.PendingWorkItemCount} items wait");
                    return Hung;
                }

                if (error is not null)
                {
                    Console.WriteLine($"FAILED: {what}: {error}");
                    return Failed;
                }

                slowest = Math.Max(slowest, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        Console.WriteLine($"ok: {scenario.Name}: {repeats} repeats, the slowest took {slowest} ms");
        return 0;
    }
}
