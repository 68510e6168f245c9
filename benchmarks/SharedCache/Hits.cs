using System.Text.Json;
using System.Text.Json.Serialization;
using DataLoader.Caching.Redis;
using DataLoader.Caching.Tests;
using DataLoader.Caching.Tests.Adapters;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace DataLoader.SharedCacheBenchmarks;

/// <summary>
/// What a batch of 100 hits costs: read by hand, from the store, through a loader, and from HybridCache without its memory in the process. And what it costs to
/// look 100 keys up that are not there, and to fill them.
/// </summary>
internal static class Hits
{
    private const int Keys = 100;
    private const int Runs = 200;
    private const int Samples = 15;

    public static async Task PrintAsync()
    {
        await using RedisServer server = await RedisServer.StartNewAsync().ConfigureAwait(false);
        await using ConnectionMultiplexer connection = await server.ConnectAsync().ConfigureAwait(false);
        IDatabase database = connection.GetDatabase();
        int[] keys = [.. Enumerable.Range(1, Keys)];
        Row[] rows = Array.ConvertAll(keys, static id => new Row(id, new string('n', 60), new string('d', 100), id * 1.5m));

        RedisKey[] names = Array.ConvertAll(keys, static id => (RedisKey)$"bare:{id}");
        foreach (Row row in rows)
            await database.StringSetAsync($"bare:{row.Id}", JsonSerializer.SerializeToUtf8Bytes(row, RowJson.Default.Row)).ConfigureAwait(false);

        RedisValueCache<int, Row> store = new(connection, "Rows", new SystemTextJsonValueSerializer<Row>(RowJson.Default.Row));
        ValueCache<int, Row> cache = new(store, new() { WaitForFills = true, LookUpTimeout = TimeSpan.FromSeconds(10) });
        BatchLoaderOptions<int, Row> options = new() { ValueCache = cache };
        await RequestAsync().ConfigureAwait(false);

        await using ServiceProvider provider = new ServiceCollection()
            .AddStackExchangeRedisCache(setup => setup.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(connection))
            .AddHybridCache().Services.BuildServiceProvider();
        HybridCacheEntryOptions second = new() { Flags = HybridCacheEntryFlags.DisableLocalCache | HybridCacheEntryFlags.DisableUnderlyingData };
        HybridCache hybrid = provider.GetRequiredService<HybridCache>();
        foreach (Row row in rows)
            await hybrid.SetAsync($"h:{row.Id}", new CachedValue<Row>(false, row)).ConfigureAwait(false);

        int turn = 0;
        await PrintAsync(
            $"{Keys} hits of {JsonSerializer.SerializeToUtf8Bytes(rows[0], RowJson.Default.Row).Length} bytes",
            new("`StringGetAsync(keys)` and JSON, by hand", BareAsync),
            new("`RedisValueCache`", async () => await store.GetManyAsync(keys, CancellationToken.None).ConfigureAwait(false)),
            new("a loader with it, one request", RequestAsync),
            new("HybridCache, second level", HybridAsync)).ConfigureAwait(false);
        await PrintAsync(
            $"{Keys} keys that are not there, filled",
            new("`StringGetAsync(keys)`, then `SET NX` for each", BareFillAsync),
            new("`RedisValueCache`: leases, then a script", FillAsync)).ConfigureAwait(false);

        async Task BareAsync()
        {
            RedisValue[] found = await database.StringGetAsync(names).ConfigureAwait(false);
            var read = new Row?[found.Length];
            for (int i = 0; i < read.Length; i++)
                read[i] = JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)found[i]).Span, RowJson.Default.Row);
        }

        async Task RequestAsync()
        {
            BatchLoader<int, Row> loader = BatchLoader.Create<int, Row>(
                (ids, _) => Task.FromResult<IReadOnlyList<Row>>([.. ids.Select(id => rows[id - 1])]), options);
            await loader.LoadManyAsync(keys).ConfigureAwait(false);
        }

        async Task HybridAsync()
            => await Task.WhenAll(keys.Select(id
                => hybrid.GetOrCreateAsync<CachedValue<Row>?>($"h:{id}", static _ => default, second).AsTask())).ConfigureAwait(false);

        async Task BareFillAsync()
        {
            turn++;
            RedisKey[] fresh = Array.ConvertAll(keys, id => (RedisKey)$"fill:{turn}:{id}");
            await database.StringGetAsync(fresh).ConfigureAwait(false);
            await Task.WhenAll(fresh.Select((name, i) => database.StringSetAsync(
                name, JsonSerializer.SerializeToUtf8Bytes(rows[i], RowJson.Default.Row), TimeSpan.FromSeconds(30), When.NotExists))).ConfigureAwait(false);
        }

        async Task FillAsync()
        {
            turn++;
            int[] fresh = Array.ConvertAll(keys, id => (turn * Keys) + id);
            IReadOnlyList<CacheEntry<Row>> entries = await store.GetManyAsync(fresh, CancellationToken.None).ConfigureAwait(false);
            await store.SetManyAsync(
                [.. fresh.Select((id, i) => new CacheFill<int, Row>(id, CacheEntry<Row>.Hit(rows[i]), entries[i].Ticket!))], // it was not there
                CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task PrintAsync(string what, params Contender[] contenders)
    {
        for (int sample = 0; sample < Samples + 5; sample++)
        {
            // The first ones are for the compiler.
            if (sample == 5)
                Array.ForEach(contenders, static contender => contender.Forget());
            foreach (Contender contender in contenders)
                await contender.SampleAsync(Runs).ConfigureAwait(false);
        }

        Console.WriteLine($"| {what} | µs | | kB | |\n|---|---|---|---|---|");
        foreach (Contender contender in contenders)
        {
            Console.WriteLine(
                $"| {contender.Name} | {contender.Microseconds:0} | {contender.Microseconds / contenders[0].Microseconds:0.00}× | " +
                $"{contender.Bytes / 1000:0.0} | {contender.Bytes / contenders[0].Bytes:0.00}× |");
        }

        Console.WriteLine();
    }
}

internal sealed record Row(int Id, string Name, string Description, decimal Price);

[JsonSerializable(typeof(Row))]
internal sealed partial class RowJson : JsonSerializerContext;
