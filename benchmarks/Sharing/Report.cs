namespace DataLoader.SharingBenchmarks;

/// <summary>Lines of a table: medians, and ratios to the loaders without sharing.</summary>
internal static class Report
{
    public const string Head = "| pool | at a time | | requests/s | p50 ms | p99 ms | queries a request | DB CPU ms a request |\n|---|---|---|---|---|---|---|---|";

    public static void Print(int pool, string load, string way, List<Measurement> taken, List<Measurement> others)
    {
        Console.WriteLine(
            $"| {pool} | {load} | {way} | {Cell(static it => it.PerSecond)} | {Cell(static it => it.Median)} | {Cell(static it => it.P99)} | " +
            $"{Cell(static it => it.Queries)} | {Cell(static it => it.DatabaseCpu)} |");

        string Cell(Func<Measurement, double> of)
        {
            double value = Middle(taken, of);
            return ReferenceEquals(taken, others) || value == 0 ? $"{value:0.##}" : $"{value:0.##} ({value / Middle(others, of):0.00}×)";
        }
    }

    private static double Middle(List<Measurement> taken, Func<Measurement, double> of) => taken.Select(of).Order().ElementAt(taken.Count / 2);
}
