// What a GraphQL.NET server takes for the shop's query, for each strategy and each way to load: statements, how many requests take more than the
// ideal, time, CPU and bytes of a request, one request after the other.
//   dotnet run -c Release --project benchmarks/GraphQL -- [requests]
using System.Globalization;
using DataLoader.GraphQLBenchmarks;

int requests = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1000;
string database = Path.Combine(Path.GetTempPath(), $"shop-{Guid.NewGuid():N}.db");
try
{
    Console.WriteLine($"{requests} requests ({requests / 5} where each load is a statement), {Environment.ProcessorCount} cores, SQLite, ideal {Server.Ideal}");
    Console.WriteLine();
    Console.WriteLine("| strategy | loaders | above the ideal, of 1,000 | statements min/median/max | ms p50/p99 | CPU ms a request | KB a request |");
    Console.WriteLine("|---|---|---|---|---|---|---|");
    foreach (string strategy in Server.Strategies)
    {
        foreach (string loaders in Server.Loaders)
        {
            await using var server = new Server(database, strategy, loaders);
            Series series = await server.MeasureAsync(loaders == Server.Naive ? requests / 5 : requests);
            Console.WriteLine($"| {strategy} | {loaders} | {series} |");
        }
    }
}
finally
{
    Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    File.Delete(database);
}
