using System.Globalization;
using Ratios;

namespace Generator.Benchmarks;

/// <summary>Time and bytes of one run of a driver, which stays on its thread.</summary>
internal readonly record struct Cost(double Milliseconds, double Megabytes)
{
    public static Cost Of(Action run)
    {
        GC.Collect();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        double start = Clock.Nanoseconds(wall: false);
        run();
        double nanoseconds = Clock.Nanoseconds(wall: false) - start;
        return new Cost(nanoseconds / 1e6, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1e6);
    }

    public static Cost Median(List<Cost> costs)
        => new(Middle(costs, it => it.Milliseconds), Middle(costs, it => it.Megabytes));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds:0} ms · {Megabytes:0.0} MB");

    private static double Middle(List<Cost> costs, Func<Cost, double> part) => costs.Select(part).Order().ElementAt(costs.Count / 2);
}
