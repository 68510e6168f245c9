using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace DataLoader.Caching.Tests.Adapters;

/// <summary>The adapters of docs/guide/shared-cache.md: what works, and the hole that the page warns of.</summary>
public class AdapterTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public static TheoryData<string> Caches => new() { "HybridCache", "FusionCache", "IDistributedCache" };

    [Theory]
    [MemberData(nameof(Caches))]
    public async Task The_next_request_finds_what_one_has_loaded_and_what_there_is_not(string cache)
    {
        Shop shop = ShopOn(cache);
        Rating?[] expected = [new(1, 0), null, new(2, 0)];

        Assert.Equal(expected, await shop.NewRequest().LoadManyAsync([1, -1, 2]));
        Assert.Equal(expected, await shop.NewRequest().LoadManyAsync([1, -1, 2]));
        Assert.Equal([[1, -1, 2]], shop.Calls);
    }

    [Theory]
    [MemberData(nameof(Caches))]
    public async Task An_invalidation_is_seen_by_what_is_loaded_later(string cache)
    {
        Shop shop = ShopOn(cache);
        await shop.NewRequest().LoadManyAsync([1, 2]);
        await shop.WriteAsync(1);

        Assert.Equal([new(1, 1), new(2, 0)], await shop.NewRequest().LoadManyAsync([1, 2]));
        Assert.Equal([[1, 2], [1]], shop.Calls);
    }

    [Theory]
    [MemberData(nameof(Caches))]
    public async Task V5_does_not_hold_a_batch_that_has_read_before_an_invalidation_fills_after_it(string cache)
    {
        Shop shop = ShopOn(cache);
        shop.Reading = async () =>
        {
            shop.Reading = static () => Task.CompletedTask;
            await shop.WriteAsync(1);
        };
        await shop.NewRequest().LoadAsync(1);

        // Stale, until its time is over. Were this ever right, the page could promise it.
        Assert.Equal(new(1, 0), await shop.NewRequest().LoadAsync(1));
        Assert.Equal(1, shop.VersionOf(1));
    }

    private static Shop ShopOn(string cache)
    {
        ServiceCollection services = new();
        services.AddDistributedMemoryCache();
        services.AddHybridCache();
        services.AddFusionCache();
        ServiceProvider provider = services.BuildServiceProvider();
        static string Name(int key) => $"rating:{key}";
        IValueCache<int, Rating> store = cache switch
        {
            "HybridCache" => new HybridValueCache<int, Rating>(provider.GetRequiredService<HybridCache>(), Name, Long),
            "FusionCache" => new FusionValueCache<int, Rating>(provider.GetRequiredService<IFusionCache>(), Name, Long),
            _ => new DistributedValueCache<int, Rating>(provider.GetRequiredService<IDistributedCache>(), Name, Long, ShopJson.Default.CachedValueRating),
        };
        return new Shop(store);
    }
}
