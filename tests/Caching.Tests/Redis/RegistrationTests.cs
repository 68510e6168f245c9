using DataLoader.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests.Redis;

/// <summary>What the page shows: a generated loader with a cache from the container.</summary>
public class RegistrationTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    [OnRedis]
    public async Task A_generated_loader_takes_its_cache_from_the_container()
    {
        await using ServiceProvider provider = Register(new ServiceCollection(), redis.Server.Port).BuildServiceProvider();
        Stars[] expected = [new(1, 1.5m), new(2, 3m)];

        for (int request = 0; request < 2; request++)
        {
            await using AsyncServiceScope scope = provider.CreateAsyncScope();
            Assert.Equal(expected, await scope.ServiceProvider.GetRequiredService<StarsByProductLoader>().LoadManyAsync([1, 2]));
            Assert.Equal(1, provider.GetRequiredService<RatingsDb>().Queries);
        }

        Assert.NotEqual(RedisValue.Null, await redis.Connection.GetDatabase().StringGetAsync("shop:DataLoader.Caching.Tests.Redis.StarsByProductLoader:1:2"));
        Assert.Equal(50, provider.GetRequiredService<StarsByProductLoader.Options>().MaxBatchSize);
    }

    [OnRedis]
    public async Task V12_KeyOf_proves_what_the_cache_has()
    {
        await using ServiceProvider provider = Register(new ServiceCollection(), redis.Server.Port).BuildServiceProvider();
        await redis.Connection.GetDatabase().StringSetAsync(
            "shop:DataLoader.Caching.Tests.Redis.StarsByProductLoader:1:7", """V{"ProductId":8,"Average":5}""");

        await using AsyncServiceScope scope = provider.CreateAsyncScope();
        Assert.Equal(new Stars(7, 10.5m), await scope.ServiceProvider.GetRequiredService<StarsByProductLoader>().LoadAsync(7));
    }

    private static IServiceCollection Register(IServiceCollection services, int port)
    {
        services.AddSingleton<RatingsDb>();
        services.AddSingleton(new ValueCacheOptions { WaitForFills = true, LookUpTimeout = TimeSpan.FromSeconds(30) });
        return RatingRegistration.AddRatings(services, $"127.0.0.1:{port}");
    }
}
