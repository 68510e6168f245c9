using System.Diagnostics;
using DataLoader.Caching.Redis;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace DataLoader.Caching.Tests.Redis;

/// <summary>Rows V3 and V4 on a real server, which is stopped, continued, killed and started again under load: no load fails, none is wrong.</summary>
public class OutageTests(ITestOutputHelper output)
{
    private const int Callers = 8;
    private const int LoadsOfCaller = 40;

    [OnRedis]
    public async Task No_load_fails_while_redis_stands_still_dies_or_comes_back()
    {
        await using RedisServer server = await RedisServer.StartNewAsync();
        await using ConnectionMultiplexer connection = await server.ConnectAsync();
        CountingCache cache = new(new RedisValueCache<int, Rating>(connection, "Outage", Shop.Serializer));
        Shop shop = new(cache, new() { OpenFor = TimeSpan.FromMilliseconds(200) });

        await PhaseAsync("healthy", isThere: true);
        server.Stop();
        await PhaseAsync("SIGSTOP", isThere: false);
        server.Continue();
        await PhaseAsync("SIGCONT", isThere: true);
        await server.KillAsync();
        await PhaseAsync("SIGKILL", isThere: false);
        await server.StartAsync();
        await PhaseAsync("started again", isThere: true);

        // Where the server is there, it is found and used again, however long that takes.
        async Task PhaseAsync(string phase, bool isThere)
        {
            int before = cache.Hits;
            TimeSpan[] longest = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => LoadAsync(shop, 100 * caller, LoadsOfCaller))));
            while (isThere && cache.Hits == before)
                await LoadAsync(shop, from: 0, count: 1);

            // For people, who look for a longest load a little above the time-out of 100 ms; a busy machine may take longer.
            output.WriteLine($"{phase}: {Callers * LoadsOfCaller} loads, 0 failed, longest {longest.Max().TotalMilliseconds:0} ms, {cache.Hits - before} hits");
            if (!isThere)
                Assert.Equal(before, cache.Hits);
        }
    }

    private static async Task<TimeSpan> LoadAsync(Shop shop, int from, int count)
    {
        int[] keys = [.. Enumerable.Range(from + 1, 20)];
        Rating?[] expected = [.. keys.Select(static id => new Rating(id, 0))];
        TimeSpan longest = default;
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(expected, await shop.NewRequest().LoadManyAsync(keys));
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            longest = taken > longest ? taken : longest;
        }

        return longest;
    }
}
