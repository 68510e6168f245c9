using System.Diagnostics;
using Ratios;

// Arguments: names of the parts to run (none: all) and --csv FILE for the figures. Each part has a process of its own: what the compiler learned
// from one part would decide how fast another one is.
Dictionary<string, Action<Report>> parts = new()
{
    ["int"] = static report => Loads.Run(report, "int", Keys.Int, 1.0),
    ["guid"] = static report => Loads.Run(report, "Guid", Keys.Guid, 1.1),
    ["string"] = static report => Loads.Run(report, "string", Keys.String, 1.2),
    ["record"] = static report => Loads.Run(report, "record", Keys.Record, 1.1),
    ["least"] = Least.Run,
    ["hit"] = static report =>
    {
        report.Table("cached hit, ns per load, 1,000 keys");
        Hits.Run(report, "int", Keys.Int, 1.2);
        Hits.Run(report, "long", static i => (long)i, 1.2);
        Hits.Run(report, "Guid", Keys.Guid, 1.2);
        Hits.Run(report, "string", Keys.String, 1.5);
    },
    ["guard"] = Guards.Run,
    ["dispatch"] = Dispatching.Run,
    ["nested"] = Nested.Run,
    ["observed"] = Observed.Run,
    ["family"] = Families.Run,
    ["many"] = Lists.Run,
    ["attack"] = Attacks.Run,
};

string? csv = null;
string? results = null;
List<string> wanted = [];
for (int i = 0; i < args.Length; i++)
{
    if (args[i] == "--csv")
        csv = args[++i];
    else if (args[i] == "--results")
        results = args[++i];
    else
        wanted.Add(args[i]);
}

if (wanted.Find(it => !parts.ContainsKey(it)) is { } unknown)
{
    Console.Error.WriteLine($"There is no part {unknown}. Parts: {string.Join(' ', parts.Keys)}");
    return 2;
}

var report = new Report();
if (results is not null)
{
    parts[wanted[0]](report);
    report.SaveResults(results);
    return 0;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}. q25 of interleaved samples; ratios to the first of each row.");
long start = Stopwatch.GetTimestamp();
foreach (string part in wanted.Count == 0 ? [.. parts.Keys] : wanted)
{
    string file = Path.GetTempFileName();
    using Process process = Process.Start(Environment.ProcessPath!, [.. Assembly(), part, "--results", file]);
    process.WaitForExit();
    if (process.ExitCode != 0)
        return process.ExitCode;
    report.AddResults(file);
    File.Delete(file);
}

report.PrintTargets();
Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
if (csv is not null)
    report.SaveFigures(csv);
return 0;

// Empty when this process is the program itself and not "dotnet" with its path.
static string[] Assembly()
    => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
