using System.Globalization;
using DataLoader.SharingBenchmarks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Storefront.Tests;

// Requests by turns without and with sharing, on a PostgreSQL of its own. Each part takes less than two minutes:
//   dotnet run -c Release --project benchmarks/Sharing -- [main | latency | zipf | pools | many | slow | call] [seconds of each sample] [rounds]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string part = args.Length > 0 ? args[0] : "main";
TimeSpan time = TimeSpan.FromSeconds(args.Length > 1 ? double.Parse(args[1]) : 1);
int rounds = args.Length > 2 ? int.Parse(args[2]) : 3;
if (part == "call")
{
    await OneCall.PrintAsync();
    return;
}

await using PostgresServer server = await PostgresServer.StartNewAsync(
    PostgresServer.FindBinaries() ?? throw new InvalidOperationException("PostgreSQL is not installed."));
await Tables.MakeAsync(server.Connection);
Console.WriteLine(Report.Head);
await (part switch
{
    "main" => ClosedAsync([(50, 1), (50, 8), (50, 50), (50, 200), (10, 200)], Keys.Uniform),
    "latency" => ClosedAsync([(50, 1), (50, 8), (50, 50), (50, 200), (10, 200)], Keys.Uniform, latency: TimeSpan.FromMilliseconds(2)),
    "zipf" => ClosedAsync([(50, 50), (50, 200)], Keys.Zipf),
    "pools" => ClosedAsync([(10, 50), (90, 50), (90, 200)], Keys.Uniform),
    "many" => ClosedAsync([(10, 1000), (50, 1000)], Keys.Uniform),
    "slow" => OpenAsync(perSecond: 150),
    _ => throw new ArgumentException($"There is no part {part}."),
});

async Task ClosedAsync((int Pool, int AtATime)[] cells, Func<Random, int[]> keys, TimeSpan latency = default)
{
    foreach ((int pool, int atATime) in cells)
    {
        await using ServiceProvider root = Services(pool, latency);
        await MeasureAsync(pool, $"{atATime}", way => Measurement.TakeAsync(root, way, keys, atATime, time));
    }
}

async Task OpenAsync(double perSecond)
{
    await using ServiceProvider root = Services(50, default);
    await MeasureAsync(50, $"{perSecond} a second", way => Measurement.TakeOpenAsync(root, way, perSecond, time * 6));
}

async Task MeasureAsync(int pool, string load, Func<Way, Task<Measurement>> takeAsync)
{
    Way[] ways = [Way.Loaders, Way.Shared, Way.QueryForEachKey];
    List<Measurement>[] taken = [[], [], []];

    // The first round opens and prepares the connections, and is for the compiler.
    for (int round = 0; round <= rounds; round++)
    {
        for (int i = 0; i < ways.Length; i++)
        {
            Measurement measurement = await takeAsync(ways[i]);
            if (round > 0)
                taken[i].Add(measurement);
        }
    }

    for (int i = 0; i < ways.Length; i++)
        Report.Print(pool, load, ways[i].Name, taken[i], taken[0]);
}

ServiceProvider Services(int pool, TimeSpan latency)
    => new ServiceCollection()
        .AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.Connection) { MaxPoolSize = pool, MaxAutoPrepare = 0 }))
        .AddSingleton(provider => new Database(provider.GetRequiredService<NpgsqlDataSource>(), latency))
        .AddBatchLoaders()
        .BuildServiceProvider();
