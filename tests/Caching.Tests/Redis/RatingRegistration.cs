using System.Text.Json.Serialization;
using DataLoader.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests.Redis;

public sealed record Stars(int ProductId, decimal Average);

[JsonSerializable(typeof(Stars))]
internal sealed partial class RatingsJson : JsonSerializerContext;

public static class RatingQueries
{
    [BatchLoader(KeyOf = nameof(Stars.ProductId), Order = ResultOrder.Any)]
    public static Task<IReadOnlyList<Stars>> BatchStarsByProduct(IReadOnlyList<int> productIds, RatingsDb db, CancellationToken cancellationToken)
        => db.StarsAsync(productIds, cancellationToken);
}

/// <summary>Where the dear join would be.</summary>
public sealed class RatingsDb
{
    public int Queries { get; private set; }

    public Task<IReadOnlyList<Stars>> StarsAsync(IReadOnlyList<int> productIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Queries++;
        return Task.FromResult<IReadOnlyList<Stars>>([.. productIds.Select(static id => new Stars(id, id * 1.5m))]);
    }
}

internal static class RatingRegistration
{
    public static IServiceCollection AddRatings(IServiceCollection services, string redis)
    {
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(redis);
            options.AbortOnConnectFail = false;
            options.BacklogPolicy = BacklogPolicy.FailFast;
            return ConnectionMultiplexer.Connect(options);
        });
        services.AddRedisValueCache<StarsByProductLoader.Options, int, Stars>(
            new SystemTextJsonValueSerializer<Stars>(RatingsJson.Default.Stars),
            cache =>
            {
                cache.Prefix = "shop";
                cache.Version = "1"; // changes with the shape of Stars
                cache.TimeToLive = TimeSpan.FromMinutes(5);
            },
            new() { MaxBatchSize = 50 });
        return services.AddBatchLoaders();
    }
}
