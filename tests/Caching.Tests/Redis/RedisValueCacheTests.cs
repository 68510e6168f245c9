using System.Text;
using System.Text.RegularExpressions;
using DataLoader.Caching.Redis;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests.Redis;

public partial class RedisValueCacheTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private IDatabase Database => redis.Connection.GetDatabase();

    [OnRedis]
    public async Task What_one_process_has_loaded_another_finds()
    {
        Shop first = Shop.On(redis.Connection, "Shared");
        await using ConnectionMultiplexer connection = await redis.Server.ConnectAsync();
        Shop second = Shop.On(connection, "Shared");

        await first.NewRequest().LoadManyAsync([1, 2, 3]);
        IReadOnlyList<Rating?> found = await second.NewRequest().LoadManyAsync([2, 4, 1]);

        Assert.Equal([new(2, 0), new(4, 0), new(1, 0)], found);
        Assert.Equal([[4]], second.Calls);
    }

    [OnRedis]
    public async Task A_batch_of_hits_is_one_command()
    {
        Shop shop = Shop.On(redis.Connection, "OneCommand");
        int[] keys = [.. Enumerable.Range(1, 250)];
        await shop.NewRequest().LoadManyAsync(keys);
        long before = await CommandsAsync();

        await shop.NewRequest().LoadManyAsync(keys);

        Assert.Equal(1, await CommandsAsync() - before);
        Assert.Single(shop.Calls);
    }

    [OnRedis]
    public async Task Values_absences_and_leases_have_their_times()
    {
        Shop shop = Shop.On(redis.Connection, "Times", static options =>
        {
            options.Prefix = "shop";
            options.Version = "7";
            options.TimeToLive = TimeSpan.FromSeconds(1000);
            options.AbsentTimeToLive = TimeSpan.FromSeconds(100);
            options.LeaseTime = TimeSpan.FromSeconds(20);
        });
        TimeSpan? leaseTime = null;
        shop.Reading = async () => leaseTime = await Database.KeyTimeToLiveAsync("shop:Times:7:1");
        await shop.NewRequest().LoadManyAsync([1, -1]);

        Assert.InRange(leaseTime!.Value.TotalSeconds, 1, 20);
        Assert.InRange((await Database.KeyTimeToLiveAsync("shop:Times:7:1"))!.Value.TotalSeconds, 800, 1100);
        Assert.InRange((await Database.KeyTimeToLiveAsync("shop:Times:7:-1"))!.Value.TotalSeconds, 50, 110);
        Assert.Null(await shop.NewRequest().LoadAsync(-1));
        Assert.Single(shop.Calls);
    }

    [OnRedis]
    public async Task Absence_is_not_remembered_where_its_time_is_zero()
    {
        Shop shop = Shop.On(redis.Connection, "NoAbsence", static options => options.AbsentTimeToLive = TimeSpan.Zero);
        Assert.Null(await shop.NewRequest().LoadAsync(-1));

        // Nothing was stored over the lease, not even for a millisecond.
        Assert.Equal((byte)'L', ((byte[]?)await Database.StringGetAsync("dataloader:NoAbsence:1:-1"))?[0]);
        Assert.Null(await shop.NewRequest().LoadAsync(-1));
        Assert.Equal([[-1], [-1]], shop.Calls);
    }

    [OnRedis]
    public async Task V5_A_batch_that_has_read_before_an_invalidation_does_not_fill_after_it_whatever_happens_between()
    {
        Shop shop = Shop.On(redis.Connection, "Late");
        shop.Reading = async () =>
        {
            // While the first batch is on its way: a write, a fill of another process with the new value, and its eviction.
            shop.Reading = static () => Task.CompletedTask;
            await shop.WriteAsync(1);
            await shop.NewRequest().LoadAsync(1);
            await Database.KeyDeleteAsync("dataloader:Late:1:1");
        };

        Assert.Equal(new(1, 0), await shop.NewRequest().LoadAsync(1));
        Assert.Equal(RedisValue.Null, await Database.StringGetAsync("dataloader:Late:1:1"));
        Assert.Equal(new(1, 1), await shop.NewRequest().LoadAsync(1));
    }

    [OnRedis]
    public async Task While_one_batch_has_the_lease_another_loads_and_does_not_fill()
    {
        Shop shop = Shop.On(redis.Connection, "Leased");
        shop.Reading = async () =>
        {
            shop.Reading = static () => Task.CompletedTask;
            Assert.Equal(new(1, 0), await shop.NewRequest().LoadAsync(1));
            Assert.Equal((byte)'L', ((byte[])(await Database.StringGetAsync("dataloader:Leased:1:1"))!)[0]);
        };

        await shop.NewRequest().LoadAsync(1);

        Assert.Equal((byte)'V', ((byte[])(await Database.StringGetAsync("dataloader:Leased:1:1"))!)[0]);
        Assert.Equal([[1], [1]], shop.Calls);
    }

    [OnRedis]
    public async Task V5_A_batch_whose_lease_is_gone_does_not_fill_over_a_later_one()
    {
        Shop shop = Shop.On(redis.Connection, "LaterLease");
        RedisValueCache<int, Rating> another = new(redis.Connection, "LaterLease", Shop.Serializer);
        CacheEntry<Rating> later = default;
        shop.Reading = async () =>
        {
            shop.Reading = static () => Task.CompletedTask;
            await shop.WriteAsync(1);
            later = (await another.GetManyAsync([1], default))[0];
        };

        Assert.Equal(new(1, 0), await shop.NewRequest().LoadAsync(1));
        Assert.Equal((byte)'L', ((byte[])(await Database.StringGetAsync("dataloader:LaterLease:1:1"))!)[0]); // it is there

        // Its holder fills.
        await another.SetManyAsync([new(1, CacheEntry<Rating>.Hit(new(1, 1)), later.Ticket!)], default); // a miss has one
        Assert.Equal(new(1, 1), await shop.NewRequest().LoadAsync(1));
        Assert.Single(shop.Calls);
    }

    [OnRedis]
    public async Task What_another_has_filled_since_the_look_up_is_a_hit_and_stays()
    {
        RedisValueCache<int, Rating> another = new(redis.Connection, "Overtaken", Shop.Serializer);
        Shop shop = Shop.On(Between.Of<IConnectionMultiplexer>(redis.Connection, FillAsync), "Overtaken");

        Assert.Equal([new(1, 7), new(2, 0)], await shop.NewRequest().LoadManyAsync([1, 2]));
        Assert.Equal([[2]], shop.Calls);
        Assert.Equal(new(1, 7), (await another.GetManyAsync([1], default))[0].Value);

        async Task FillAsync()
        {
            CacheEntry<Rating> missed = (await another.GetManyAsync([1], default))[0];
            await another.SetManyAsync([new(1, CacheEntry<Rating>.Hit(new(1, 7)), missed.Ticket!)], default); // nobody else has asked
        }
    }

    [OnRedis]
    public async Task A_look_up_that_is_given_up_leaves_no_lease()
    {
        RedisValueCache<int, Rating> cache = new(redis.Connection, "GivenUp", Shop.Serializer);
        await Assert.ThrowsAsync<OperationCanceledException>(() => cache.GetManyAsync([1], new(canceled: true)).AsTask());
        Assert.Equal(RedisValue.Null, await Database.StringGetAsync("dataloader:GivenUp:1:1"));
    }

    [OnRedis]
    public async Task An_invalidation_forgets_each_of_its_keys()
    {
        Shop shop = Shop.On(redis.Connection, "ManyKeys");
        await shop.NewRequest().LoadManyAsync([1, 2, 3]);
        await shop.NewRequest().InvalidateAsync([1, 3]);
        await shop.NewRequest().LoadManyAsync([1, 2, 3]);
        Assert.Equal([[1, 2, 3], [1, 3]], shop.Calls);
    }

    [OnRedis]
    public async Task Values_of_one_batch_do_not_expire_together()
    {
        Shop shop = Shop.On(redis.Connection, "Jitter", static options => options.TimeToLive = TimeSpan.FromDays(1));
        await shop.NewRequest().LoadManyAsync([.. Enumerable.Range(1, 20)]);
        TimeSpan?[] times = await Task.WhenAll(Enumerable.Range(1, 20).Select(id => Database.KeyTimeToLiveAsync($"dataloader:Jitter:1:{id}")));
        Assert.True(times.Max() - times.Min() > TimeSpan.FromMinutes(1), string.Join(' ', times));
    }

    [OnRedis]
    public async Task A_value_that_cannot_be_read_is_a_miss_and_is_deleted()
    {
        string[] broken = ["", "V{", "Vnope", "X", "Vnull"];
        Shop shop = Shop.On(redis.Connection, "Broken");
        for (int i = 1; i <= broken.Length; i++)
            await Database.StringSetAsync($"dataloader:Broken:1:{i}", broken[i - 1]);

        await shop.NewRequest().LoadManyAsync([1, 2, 3, 4]);
        Assert.Equal([[1, 2, 3, 4]], shop.Calls);

        // Written for a null, so it is one.
        Assert.Null(await shop.NewRequest().LoadAsync(5));
        Assert.Single(shop.Calls);

        await shop.NewRequest().LoadManyAsync([1, 2, 3, 4]);
        await shop.NewRequest().LoadManyAsync([1, 2, 3, 4]);
        Assert.Equal(2, shop.Calls.Count);
    }

    [OnRedis]
    public async Task V10_Loaders_versions_and_prefixes_have_keys_of_their_own()
    {
        foreach ((string loader, string prefix, string version) in new[] { ("A", "p", "1"), ("B", "p", "1"), ("A", "q", "1"), ("A", "p", "2") })
        {
            Shop shop = Shop.On(redis.Connection, loader, options => (options.Prefix, options.Version) = (prefix, version));
            await shop.NewRequest().LoadAsync(1);
            Assert.Single(shop.Calls);
        }
    }

    [OnRedis]
    public async Task An_invalidation_that_redis_has_not_heard_fails()
    {
        await using RedisServer server = await RedisServer.StartNewAsync();
        await using ConnectionMultiplexer connection = await server.ConnectAsync();
        Shop shop = Shop.On(connection, "Unheard");
        await shop.WriteAsync(1);
        await server.KillAsync();

        ValueCacheException error = await Assert.ThrowsAsync<ValueCacheException>(() => shop.WriteAsync(1));

        Assert.Contains("RatingByProduct: the value cache could not be told", error.Message);
    }

    // Those that read or write values: a client keeps its connection alive with others.
    private async Task<long> CommandsAsync()
    {
        RedisResult info = await Database.ExecuteAsync("INFO", "commandstats");
        string text = Encoding.UTF8.GetString((byte[])info!);
        return text.Split('\n').Where(static line => OfValues().IsMatch(line)).Sum(static line => long.Parse(Calls().Match(line).Groups[1].Value));
    }

    [GeneratedRegex("^cmdstat_(m?get|m?set|eval|evalsha|del|unlink):")]
    private static partial Regex OfValues();

    [GeneratedRegex("calls=([0-9]+)")]
    private static partial Regex Calls();
}
