using System.Text.Json.Serialization;
using DataLoader;
using DataLoader.Caching.Redis;
using StackExchange.Redis;
using Storefront.Loaders;

namespace Storefront.Reading;

/// <summary>What helps with many requests at a time.</summary>
public static class Scale
{
    /// <summary>
    /// Ratings are the dear query: with a connection string <c>Redis</c> they are cached for all processes. <c>ShareBatches=false</c> keeps requests from
    /// sharing calls, for comparisons: each one leaves at once, alone.
    /// </summary>
    public static IServiceCollection AddScale(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.GetValue("ShareBatches", defaultValue: true))
            services.AddSingleton(new SharedBatchesOptions { MaxConcurrentBatches = int.MaxValue });
        if (configuration.GetConnectionString("Redis") is not { Length: > 0 } redis)
            return services;

        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            // The shop runs while Redis does not.
            var options = ConfigurationOptions.Parse(redis);
            options.AbortOnConnectFail = false;
            options.BacklogPolicy = BacklogPolicy.FailFast;
            return ConnectionMultiplexer.Connect(options);
        });
        return services.AddRedisValueCache<RatingByProductLoader.Options, int, Rating?>(
            new SystemTextJsonValueSerializer<Rating?>(RatingJson.Default.Rating!), // null is not stored as a value
            cache => cache.Prefix = "storefront");
    }
}

[JsonSerializable(typeof(Rating))]
internal sealed partial class RatingJson : JsonSerializerContext;
