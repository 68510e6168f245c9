using DataLoader.Caching.Redis;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace DataLoader.Caching.Tests.Redis;

/// <summary>
/// Rows V5 and V6 on a real server: many readers and writers on two keys, values that live for 2 ms or long. A hit that is older than an invalidation that had
/// completed before its look-up began is stale; a cache that sets without a ticket must be found out.
/// </summary>
public class StaleTests(RedisFixture redis, ITestOutputHelper output) : IClassFixture<RedisFixture>
{
    private const int Keys = 2;
    private const int Readers = 6;
    private const int Writers = 2;
    private const int Loads = 400;

    [OnRedisTheory]
    [InlineData(300_000)]
    [InlineData(2)]
    public async Task No_hit_is_stale(int milliseconds)
    {
        (int hits, int stale) = await RunAsync(new RedisValueCache<int, Rating>(
            redis.Connection, $"Fenced{milliseconds}", Shop.Serializer, new() { TimeToLive = TimeSpan.FromMilliseconds(milliseconds) }));

        output.WriteLine($"{hits} hits, {stale} stale");
        Assert.Equal(0, stale);
        Assert.True(hits > 0);
    }

    [OnRedis]
    public async Task A_cache_that_sets_without_a_ticket_is_found_out()
    {
        int stale = 0;
        for (int round = 0; stale == 0; round++)
        {
            (int hits, stale) = await RunAsync(new PlainCache(redis.Connection.GetDatabase(), $"plain{round}:"));
            output.WriteLine($"{hits} hits, {stale} stale");
        }
    }

    // Every actor works a fixed number of times, so that a slow machine changes nothing but the time.
    private static async Task<(int Hits, int Stale)> RunAsync(IValueCache<int, Rating> store)
    {
        CountingCache cache = new(store);
        Shop shop = new(cache) { Reading = static async () => await Task.Yield() };
        int[] invalidated = new int[Keys + 1];
        int stale = 0;
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Loads; i++)
            {
                int[] floor = [.. invalidated];
                foreach (Rating? rating in await shop.NewRequest().LoadManyAsync([1, 2]))
                {
                    if (rating!.Version < floor[rating.ProductId]) // both are there
                        Interlocked.Increment(ref stale);
                }
            }
        }));
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < Loads / 4; i++)
            {
                int id = 1 + ((i + writer) % Keys);
                int version = await shop.WriteAsync(id);
                int known = Volatile.Read(ref invalidated[id]);
                while (known < version && Interlocked.CompareExchange(ref invalidated[id], version, known) is var now && now != known)
                    known = now;
            }
        }));
        await Task.WhenAll(readers.Concat(writers));
        return (cache.Hits, stale);
    }

    /// <summary>What adapters without a ticket do.</summary>
    private sealed class PlainCache(IDatabase database, string prefix) : IValueCache<int, Rating>
    {
        public async ValueTask<IReadOnlyList<CacheEntry<Rating>>> GetManyAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            RedisValue[] found = await database.StringGetAsync([.. keys.Select(key => (RedisKey)(prefix + key))]);
            return [.. found.Select((value, i) => value.IsNull ? CacheEntry<Rating>.Missing(prefix) : CacheEntry<Rating>.Hit(new(keys[i], (int)value)))];
        }

        public async ValueTask SetManyAsync(IReadOnlyList<CacheFill<int, Rating>> fills, CancellationToken cancellationToken)
            => await Task.WhenAll(fills.Select(fill => database.StringSetAsync(prefix + fill.Key, fill.Entry.Value.Version)));

        public async ValueTask RemoveManyAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
            => await Task.WhenAll(keys.Select(key => database.KeyDeleteAsync(prefix + key)));
    }
}
