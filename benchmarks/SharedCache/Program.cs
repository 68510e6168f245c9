using System.Globalization;
using DataLoader.Caching.Tests;
using DataLoader.SharedCacheBenchmarks;

// A cache in Redis, on a server of its own. Each part takes less than two minutes:
//   dotnet run -c Release --project benchmarks/SharedCache -- [hits | queries | outage]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (RedisServer.Find() is null)
{
    Console.WriteLine("Redis is not installed here (apt-get install redis-server).");
    return 1;
}

string part = args.Length > 0 ? args[0] : "hits";
await (part switch
{
    "hits" => Hits.PrintAsync(),
    "queries" => Queries.PrintAsync(),
    "outage" => Outage.PrintAsync(),
    _ => throw new ArgumentException($"There is no part {part}."),
}).ConfigureAwait(false);
return 0;
