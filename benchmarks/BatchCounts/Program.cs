// How many batches each workload costs, over many runs, with and without a root frame.
//   dotnet run -c Release --project benchmarks/BatchCounts [runs] [workload ...]
using System.Globalization;
using DataLoader.Workloads;

int runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
string[] only = args.Length > 1 ? args[1..] : [];

Console.WriteLine($"{runs} runs, {Environment.ProcessorCount} cores: minimum/median/maximum");
Console.WriteLine();
Console.WriteLine("| workload | ideal | root frame | no frame | what it does |");
Console.WriteLine("|---|---|---|---|---|");
foreach (Workload workload in Workload.All)
{
    if (only.Length > 0 && !only.Contains(workload.Name))
        continue;

    // By turns, so that both see the same machine.
    var framed = new List<int>();
    var unframed = new List<int>();
    for (int i = 0; i < runs; i++)
    {
        framed.Add(await workload.RunAsync(() => new ScopedRequest(rootFrame: true)));
        unframed.Add(await workload.RunAsync(() => new ScopedRequest(rootFrame: false)));
    }

    Console.WriteLine($"| {workload.Name} | {workload.Ideal} | {Summary(framed)} | {Summary(unframed)} | {workload.Description} |");
}

static string Summary(List<int> counts)
{
    counts.Sort();
    return counts[0] == counts[^1] ? $"**{counts[0]}**" : $"{counts[0]}/{counts[counts.Count / 2]}/{counts[^1]}";
}
