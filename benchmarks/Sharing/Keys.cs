namespace DataLoader.SharingBenchmarks;

/// <summary>Which users requests ask for.</summary>
internal static class Keys
{
    // Exponent of the law: the first thousand of 100,000 are half of what is asked for.
    private const double Exponent = 1;

    private static readonly double[] Weights = Sums();

    public static int[] Uniform(Random random) => Five(() => random.Next(1, Tables.Users + 1));

    public static int[] Zipf(Random random) => Five(() =>
    {
        int place = Array.BinarySearch(Weights, random.NextDouble() * Weights[^1]);
        return 1 + Math.Min(Tables.Users - 1, place < 0 ? ~place : place);
    });

    private static int[] Five(Func<int> next) => [.. Enumerable.Range(0, 5).Select(_ => next())];

    private static double[] Sums()
    {
        double sum = 0;
        return [.. Enumerable.Range(1, Tables.Users).Select(rank => sum += Math.Pow(rank, -Exponent))];
    }
}
