using Baselines;

namespace Ratios;

/// <summary>Loads of keys that were chosen to collide: how the time of all of them grows with their number, beside a Dictionary.</summary>
internal static class Attacks
{
    private const int Few = 3_000;
    private const int Many = 30_000;
    private const int Rounds = 7;
    private const double MostGrowth = 1.3;

    public static void Run(Report report)
    {
        report.Table($"chosen keys, ns per key, and growth from {Few:N0} to {Many:N0} keys over that of n log n");
        Family(report, "int, in order", Keys.Int, MostGrowth);
        Family(report, "int, old constant", AttackKeys.Int, MostGrowth);
        Family(report, "long, old constant", AttackKeys.Long, MostGrowth);
        Family(report, "Guid, old constant", AttackKeys.Guid, MostGrowth);
        Family(report, "record, old constant", AttackKeys.Record, MostGrowth);
        Family(report, "string, known hash", AttackKeys.String, MostGrowth);
        Family(report, "long, one hash", AttackKeys.LongOfOneHash, MostGrowth);
        Family(report, "Guid, one hash", AttackKeys.GuidOfOneHash, MostGrowth);

        // The hash is the key's own code: nothing bounds it, here as in every table.
        Family(report, "record, one hash", AttackKeys.RecordOfOneHash, most: null);
    }

    private static void Family<TKey>(Report report, string name, Func<int, TKey> keyOf, double? most)
        where TKey : notnull
    {
        // Not counted: what the code of a key type takes until the compiler has seen enough of it.
        _ = Sizes(Few, keyOf);
        Sample[] few = Sizes(Few, keyOf);
        Sample[] many = Sizes(Many, keyOf);
        report.Row(name, $"{Few}", few);
        report.Row(name, $"{Many}", many);
        double growth = Growth(few[1], many[1]);
        report.Note($"{name}: Dictionary {Growth(few[0], many[0]):0.00}x, ours {growth:0.00}x");
        if (most is { } limit)
            report.AtMost($"attack {name}, growth / n log n", growth, limit, "x");
    }

    private static Sample[] Sizes<TKey>(int n, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        TKey[] keys = [.. Enumerable.Range(0, n).Select(keyOf)];
        var tasks = new Task<int>[n];
        var backend = new ReadyBatches<TKey>(n);
        return Sampling.TakeSlow(
            n, Many / n, Rounds, ("Dictionary", () => Loads.Floor(keys, tasks, backend)), ("ours", () => Loads.Ours(keys, tasks, backend)));
    }

    // Samples are times of one key: n is in them already.
    private static double Growth(Sample few, Sample many) => many.TimeOver(few) * Math.Log(Few) / Math.Log(Many);
}
