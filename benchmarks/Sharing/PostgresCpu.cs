using System.Globalization;

namespace DataLoader.SharingBenchmarks;

/// <summary>The processor time of all servers on this machine, as Linux tells it.</summary>
internal static class PostgresCpu
{
    private const double TicksPerSecond = 100;

    public static double Seconds() => Directory.GetDirectories("/proc").Where(static it => char.IsDigit(Path.GetFileName(it)[0])).Sum(TicksOf) / TicksPerSecond;

    // Its own time in user and system mode: the twelfth and thirteenth after its name, which is in parentheses.
    private static double TicksOf(string process)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(process, "stat"));
            if (!stat.Contains("(postgres)", StringComparison.Ordinal))
                return 0;
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended.
            return 0;
        }
    }
}
