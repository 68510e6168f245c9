using System.Diagnostics;
using System.Globalization;

namespace DataLoader.Stress;

/// <summary>How long the random tests may go on looking. STRESS_SECONDS gives each of them that many seconds instead of its own few.</summary>
internal sealed class Budget(double seconds)
{
    private static readonly double? Wanted = double.TryParse(
        Environment.GetEnvironmentVariable("STRESS_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds : null;

    private readonly double _seconds = Wanted ?? seconds;
    private readonly long _start = Stopwatch.GetTimestamp();

    public bool IsSpent => Stopwatch.GetElapsedTime(_start).TotalSeconds >= _seconds;

    /// <summary>The seeds of a test: always the same ones, in the same order, as many as there is time for, and always the first.</summary>
    public IEnumerable<int> Seeds(int first = 1)
    {
        // STRESS_SEED replays one.
        if (int.TryParse(Environment.GetEnvironmentVariable("STRESS_SEED"), CultureInfo.InvariantCulture, out int only))
        {
            yield return only;
            yield break;
        }

        int seed = first;
        do
        {
            yield return seed++;
        }
        while (!IsSpent);
    }
}
