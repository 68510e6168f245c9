using System.Globalization;
using DataLoader.Caching.Tests;
using DataLoader.StorefrontBenchmarks;
using Storefront.Tests;

// The Storefront under load on a PostgreSQL of its own: without loaders, with them, and with calls that requests share. Less than two minutes:
//   dotnet run -c Release --project benchmarks/Storefront -- [requests at a time] [seconds of each sample] [rounds]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int atATime = args.Length > 0 ? int.Parse(args[0]) : 50;
TimeSpan time = TimeSpan.FromSeconds(args.Length > 1 ? double.Parse(args[1]) : 2);
int rounds = args.Length > 2 ? int.Parse(args[2]) : 3;

await using PostgresServer postgres = await PostgresServer.StartNewAsync(
    PostgresServer.FindBinaries() ?? throw new InvalidOperationException("PostgreSQL is not installed."));
await using RedisServer? redis = RedisServer.Find() is null ? null : await RedisServer.StartNewAsync();
using Shop alone = await StartAsync(("ShareBatches", "false"));
using Shop shared = await StartAsync();
using Shop? cached = redis is null ? null : await StartAsync(("ConnectionStrings__Redis", $"127.0.0.1:{redis.Port}"));

List<(string Name, Shop Shop, string Query)> ways = [("off", alone, "loaders=off"), ("loaders", alone, ""), ("loaders, products and suppliers shared", shared, "")];
if (cached is not null)
    ways.Add(("the same, ratings in Redis", cached, ""));
Console.WriteLine($"{atATime} requests at a time\n\n| question | | requests/s | p50 ms | p99 ms | DB CPU ms a request | failed |\n|---|---|---|---|---|---|---|");
await MeasureAsync("/api/products/{id}", static random => $"/api/products/{random.Next(1, 2_401)}");
await MeasureAsync("/api/orders?take=20", static _ => "/api/orders?take=20");

async Task MeasureAsync(string question, Func<Random, string> path)
{
    var taken = ways.ConvertAll(static _ => new List<Load>());
    for (int round = 0; round <= rounds; round++)
    {
        for (int i = 0; i < ways.Count; i++)
        {
            (_, Shop shop, string query) = ways[i];
            Load load = await Load.TakeAsync(
                shop.Http, random => path(random) is var it && query.Length == 0 ? it : it + (it.Contains('?') ? '&' : '?') + query, atATime, time);

            // The first round opens connections and is for the compiler.
            if (round > 0)
                taken[i].Add(load);
        }
    }

    double most = Middle(taken[1], static it => it.PerSecond);
    for (int i = 0; i < ways.Count; i++)
    {
        List<Load> its = taken[i];
        double perSecond = Middle(its, static it => it.PerSecond);
        Console.WriteLine(
            $"| `{question}` | {ways[i].Name} | {perSecond:0} ({perSecond / most:0.00}×) | {Middle(its, static it => it.Median):0.0} | {Middle(its, static it => it.P99):0.0} | " +
            $"{Middle(its, static it => it.DatabaseCpu):0.00} | {its.Sum(static it => it.Failed)} |");
    }
}

Task<Shop> StartAsync(params (string Name, string Value)[] settings)
    => Shop.StartAsync(new(settings.Select(static it => KeyValuePair.Create(it.Name, it.Value)))
    {
        ["Database"] = "postgres",
        ["ConnectionStrings__postgres"] = postgres.Connection.Replace("Maximum Pool Size=40", "Maximum Pool Size=20", StringComparison.Ordinal),
    });

static double Middle(List<Load> taken, Func<Load, double> of) => taken.Select(of).Order().ElementAt(taken.Count / 2);
