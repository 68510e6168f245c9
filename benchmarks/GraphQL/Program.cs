// What a GraphQL.NET server takes for the shop's query, for each strategy and each way to load: statements, how many requests take more than the
// ideal, time, CPU and bytes of a request, one request after the other; and the same by one EF query, without GraphQL.
//   dotnet run -c Release --project benchmarks/GraphQL -- [requests] [connection string of a PostgreSQL database; else SQLite]
using System.Globalization;
using DataLoader.GraphQLBenchmarks;

int requests = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 1000;
string file = Path.Combine(Path.GetTempPath(), $"shop-{Guid.NewGuid():N}.db");
Store store = args is [_, var connection] ? new("postgres", connection) : new("sqlite", $"Data Source={file}");
try
{
    Console.WriteLine($"{requests} requests ({requests / 5} where each load is a statement), {Environment.ProcessorCount} cores, {store.Kind}, ideal {Server.Ideal}");
    Console.WriteLine();
    Console.WriteLine("| strategy | loaders | above the ideal, of 1,000 | statements min/median/max | ms p50/p99 | requests a second | CPU ms a request | KB a request |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|");
    foreach (string strategy in Server.Strategies)
    {
        foreach (string loaders in Server.Loaders)
            await MeasureAsync(strategy, loaders, loaders == Server.Naive ? requests / 5 : requests);
    }

    await MeasureAsync("-", Server.ByHand, requests);
}
finally
{
    Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    File.Delete(file);
}

async Task MeasureAsync(string strategy, string loaders, int count)
{
    await using var server = new Server(store, strategy, loaders);
    Console.WriteLine($"| {strategy} | {loaders} | {await server.MeasureAsync(count)} |");
}
