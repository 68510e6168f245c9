using System.Globalization;

namespace DataLoader.BatchCounts;

/// <summary>What the command line asks for.</summary>
internal sealed class Options
{
    /// <summary>How many runs of each workload.</summary>
    public int Runs { get; private set; } = 30;

    /// <summary>The workloads to run; none means all.</summary>
    public HashSet<string> Only { get; } = [];

    /// <summary>How many threads spin beside.</summary>
    public int Busy { get; private set; }

    /// <summary>How many runs with too many batches are shown.</summary>
    public int Why { get; private set; }

    /// <summary>Whether a run in a root frame with more batches than the ideal is a failure.</summary>
    public bool Exact { get; private set; }

    /// <summary>For a process that is started for a single run: the workload.</summary>
    public string? Once { get; private set; }

    /// <summary>For a process that is started for a single run: whether in a root frame.</summary>
    public bool OnceInFrame { get; private set; }

    public static Options Parse(string[] args)
    {
        var options = new Options();
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--busy":
                    options.Busy = Number(args[++i]);
                    break;
                case "--why":
                    options.Why = Number(args[++i]);
                    break;
                case "--exact":
                    options.Exact = true;
                    break;
                case "--once":
                    options.Once = args[++i];
                    options.OnceInFrame = args[++i] == "frame";
                    break;
                default:
                    if (int.TryParse(args[i], CultureInfo.InvariantCulture, out int runs))
                        options.Runs = runs;
                    else
                        options.Only.Add(args[i]);
                    break;
            }
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
