using System.Diagnostics;

namespace DataLoader.SharingBenchmarks;

/// <summary>A batch of 25 keys in a scope of its own, answered at once: what sharing costs where nothing is shared.</summary>
internal static class OneCall
{
    private const int Runs = 20_000;
    private const int Samples = 15;
    private static readonly int[] Ids = [.. Enumerable.Range(1, 25)];
    private static readonly int[] Names = [.. Enumerable.Range(0, 26)];

    [BatchLoader(Order = ResultOrder.SameAsKeys)]
    public static Task<IReadOnlyList<int>> BatchNumber(IReadOnlyList<int> ids) => Answer(ids);

    [BatchLoader(Order = ResultOrder.SameAsKeys, Sharing = BatchSharing.Process)]
    public static Task<IReadOnlyList<int>> BatchSharedNumber(IReadOnlyList<int> ids) => Answer(ids);

    public static async Task PrintAsync()
    {
        using var shared = new SharedNumberLoader.Shared();
        List<(double Nanoseconds, double Bytes)> alone = [], together = [];
        for (int sample = 0; sample < Samples + 5; sample++)
        {
            // The first ones are for the compiler.
            if (sample == 5)
            {
                alone.Clear();
                together.Clear();
            }

            alone.Add(await SampleAsync(static scope => new NumberLoader(scope)));
            together.Add(await SampleAsync(scope => new SharedNumberLoader(shared, scope)));
        }

        Console.WriteLine("| a batch of 25 keys | µs | bytes |\n|---|---|---|");
        Console.WriteLine($"| loader | {Middle(alone, 0) / 1000:0.00} | {Middle(alone, 1):0} |");
        double ratio = Middle(together, 0) / Middle(alone, 0), more = Middle(together, 1) - Middle(alone, 1);
        Console.WriteLine($"| with `Sharing` | {Middle(together, 0) / 1000:0.00} ({ratio:0.00}×) | {Middle(together, 1):0} ({more:+0;-0}) |");
    }

    private static Task<IReadOnlyList<int>> Answer(IReadOnlyList<int> ids) => Task.FromResult<IReadOnlyList<int>>([.. ids.Select(static id => Names[id])]);

    private static async Task<(double Nanoseconds, double Bytes)> SampleAsync(Func<LoaderScope, BatchLoader<int, int>> make)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < Runs; run++)
        {
            using var scope = new LoaderScope();
            BatchLoader<int, int> loader = make(scope);
            Task load;
            using (scope.OpenFrame())
                load = loader.LoadManyAsync(Ids);
            await load;
        }

        return (Stopwatch.GetElapsedTime(start).TotalNanoseconds / Runs, (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / Runs);
    }

    private static double Middle(List<(double Nanoseconds, double Bytes)> taken, int which)
        => taken.Select(it => which == 0 ? it.Nanoseconds : it.Bytes).Order().ElementAt(taken.Count / 2);
}
