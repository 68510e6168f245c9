using System.Diagnostics;
using Ratios;

// Arguments: names of the parts to run (int, guid, string, record, hit, guard, dispatch, nested; none: all) and --csv FILE for the figures.
string? csv = null;
HashSet<string> parts = [];
for (int i = 0; i < args.Length; i++)
{
    if (args[i] == "--csv")
        csv = args[++i];
    else
        parts.Add(args[i]);
}

bool Wanted(string part) => parts.Count == 0 || parts.Contains(part);

var report = new Report();
long start = Stopwatch.GetTimestamp();
Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}. q25 of interleaved samples; ratios to the first of each row.");

if (Wanted("int"))
    Loads.Run(report, "int", static i => i, 1.0);
if (Wanted("guid"))
    Loads.Run(report, "Guid", GuidOf, 1.1);
if (Wanted("string"))
    Loads.Run(report, "string", StringOf, 1.2);
if (Wanted("record"))
    Loads.Run(report, "record", static i => new Composite(i, i % 7), 1.1);
if (Wanted("hit"))
{
    report.Table("cached hit, ns per load, 1,000 keys");
    Hits.Run(report, "int", static i => i, 1.2);
    Hits.Run(report, "Guid", GuidOf, 1.2);
    Hits.Run(report, "string", StringOf, 1.5);
}

if (Wanted("guard"))
    Guards.Run(report);
if (Wanted("dispatch"))
    Dispatching.Run(report);
if (Wanted("nested"))
    Nested.Run(report);

report.PrintTargets();
Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
if (csv is not null)
    report.Save(csv);

static Guid GuidOf(int i) => new(i * 7919, (short)i, (short)(i >> 3), 1, 2, 3, 4, 5, 6, 7, (byte)i);
static string StringOf(int i) => $"customer-{i:000000}";

internal readonly record struct Composite(int Tenant, int Id);
