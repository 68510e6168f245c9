// How many batches each workload costs, over many runs, with and without a root frame; in how many of them there were more than the ideal; and how
// long a run takes.
//   dotnet run -c Release --project benchmarks/BatchCounts -- [runs] [workload ...] [--busy N] [--why N] [--exact]
//   --busy N   N threads beside that do nothing but spin
//   --why N    shows the batches of the first N runs with more than the ideal, and why each batch left
//   --exact    ends with 1 when a run in a root frame had more than the ideal
using DataLoader.BatchCounts;
using DataLoader.Workloads;

var options = Options.Parse(args);
if (options.Once is { } once)
{
    Console.WriteLine(await Run.OneAsync(once, options.OnceInFrame));
    return 0;
}

using var busy = new BusyLoops(options.Busy);
using Batches? batches = options.Why > 0 ? new Batches() : null;
Console.WriteLine($"{options.Runs} runs, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {options.Busy} busy loops: batches minimum/median/maximum (runs above the ideal), milliseconds p50/p99");
Console.WriteLine();
Console.WriteLine("| workload | ideal | root frame | ms | no frame | ms | what it does |");
Console.WriteLine("|---|---|---|---|---|---|---|");
int above = 0;
foreach (Workload workload in Workload.All)
{
    if (options.Only.Count > 0 && !options.Only.Contains(workload.Name))
        continue;

    // By turns, so that both see the same machine.
    var framed = new Series(workload, rootFrame: true, batches, options.Why);
    var unframed = new Series(workload, rootFrame: false, batches, options.Why);
    for (int i = 0; i < options.Runs; i++)
    {
        await framed.RunAsync();
        await unframed.RunAsync();
    }

    Console.WriteLine($"| {workload.Name} | {workload.Ideal} | {framed.Counts} | {framed.Times} | {unframed.Counts} | {unframed.Times} | {workload.Description} |");
    above += framed.Above;
    foreach (string line in framed.Why.Concat(unframed.Why))
        Console.WriteLine($"    {line}");
}

return options.Exact && above > 0 ? 1 : 0;
