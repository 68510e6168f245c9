using System.Globalization;
using DataLoader.SharingBenchmarks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Storefront.Tests;

// Requests by turns without and with sharing, on a PostgreSQL of its own:
//   dotnet run -c Release --project benchmarks/Sharing -- [seconds of each sample] [rounds] [requests at a time, …] [connections, …]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
TimeSpan time = TimeSpan.FromSeconds(args.Length > 0 ? double.Parse(args[0]) : 1);
int rounds = args.Length > 1 ? int.Parse(args[1]) : 3;
int[] atATimes = Numbers(2, [1, 8, 50, 200]);
int[] pools = Numbers(3, [10, 50, 100]);

await using PostgresServer server = await PostgresServer.StartNewAsync(
    PostgresServer.FindBinaries() ?? throw new InvalidOperationException("PostgreSQL is not installed."));
await Tables.MakeAsync(server.Connection);
Console.WriteLine("| pool | at a time | | requests/s | p50 ms | p99 ms | queries a request | DB CPU ms a request |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
foreach (int pool in pools)
{
    await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.Connection) { MaxPoolSize = pool, MaxAutoPrepare = 0 });
    await using ServiceProvider root = new ServiceCollection().AddSingleton(source).AddSingleton<Database>().AddBatchLoaders().BuildServiceProvider();
    foreach (int atATime in atATimes)
    {
        // Connections are opened and prepared, code is compiled.
        await Measurement.TakeAsync(root, isShared: false, atATime, time);
        await Measurement.TakeAsync(root, isShared: true, atATime, time);
        List<Measurement> alone = [], shared = [];
        for (int round = 0; round < rounds; round++)
        {
            alone.Add(await Measurement.TakeAsync(root, isShared: false, atATime, time));
            shared.Add(await Measurement.TakeAsync(root, isShared: true, atATime, time));
        }

        Print(pool, atATime, "loaders", alone, alone);
        Print(pool, atATime, "shared", shared, alone);
    }
}

int[] Numbers(int index, int[] otherwise) => args.Length > index ? [.. args[index].Split(',').Select(int.Parse)] : otherwise;

static double Middle(List<Measurement> taken, Func<Measurement, double> of) => taken.Select(of).Order().ElementAt(taken.Count / 2);

static void Print(int pool, int atATime, string what, List<Measurement> taken, List<Measurement> others)
{
    string perSecond = Cell(static it => it.PerSecond), median = Cell(static it => it.Median), slow = Cell(static it => it.P99);
    string queries = Cell(static it => it.Queries), cpu = Cell(static it => it.DatabaseCpu);
    Console.WriteLine($"| {pool} | {atATime} | {what} | {perSecond} | {median} | {slow} | {queries} | {cpu} |");

    string Cell(Func<Measurement, double> of)
    {
        double value = Middle(taken, of);
        return ReferenceEquals(taken, others) ? $"{value:0.##}" : $"{value:0.##} ({value / Middle(others, of):0.00}×)";
    }
}
