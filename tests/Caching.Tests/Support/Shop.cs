using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using DataLoader.Caching.Redis;
using DataLoader.Caching.Tests.Adapters;
using StackExchange.Redis;

namespace DataLoader.Caching.Tests;

public sealed record Rating(int ProductId, int Version, string? Note = null);

[JsonSerializable(typeof(Rating))]
[JsonSerializable(typeof(IReadOnlyList<Rating>))]
[JsonSerializable(typeof(CachedValue<Rating>))]
internal sealed partial class ShopJson : JsonSerializerContext;

/// <summary>A table of ratings, and the requests that load them through a cache. A rating is there for each positive key, in version 0 until it is written.</summary>
internal sealed class Shop(IValueCache<int, Rating> store, ValueCacheOptions? options = null)
{
    private static readonly BatchLoaderDefinition Definition = new("RatingByProduct") { MissingKeys = MissingKeys.Null };

    private readonly ConcurrentDictionary<int, int> _versions = [];

    public static SystemTextJsonValueSerializer<Rating> Serializer { get; } = new(ShopJson.Default.Rating);

    public ValueCache<int, Rating> Cache { get; } = new(store, options ?? new() { WaitForFills = true, LookUpTimeout = TimeSpan.FromSeconds(30) });

    /// <summary>The keys of each call of the batch method.</summary>
    public ConcurrentQueue<int[]> Calls { get; } = [];

    /// <summary>Runs in each call, after the database was read.</summary>
    public Func<Task> Reading { get; set; } = static () => Task.CompletedTask;

    public static Shop On(IConnectionMultiplexer connection, string loader, Action<RedisValueCacheOptions<int>>? configure = null, ValueCacheOptions? options = null)
    {
        var own = new RedisValueCacheOptions<int>();
        configure?.Invoke(own);
        return new(new RedisValueCache<int, Rating>(connection, loader, Serializer, own), options);
    }

    /// <summary>A loader of a new request.</summary>
    public BatchLoader<int, Rating?> NewRequest() => new Loader(this);

    public int VersionOf(int id) => _versions.GetValueOrDefault(id);

    /// <summary>Writes a row, and forgets it.</summary>
    /// <returns>The version that was written.</returns>
    public async Task<int> WriteAsync(int id)
    {
        int version = _versions.AddOrUpdate(id, 1, static (_, old) => old + 1);
        await NewRequest().InvalidateAsync([id]);
        return version;
    }

    private sealed class Loader(Shop shop) : BatchLoader<int, Rating?>(Definition, null, new() { ValueCache = shop.Cache! }) // a value may be missing, and is null then
    {
        protected override async Task LoadBatchAsync(Batch<int, Rating?> batch)
        {
            shop.Calls.Enqueue(batch.CopyKeys());
            Rating?[] read = [.. batch.Keys.Select(id => id > 0 ? new Rating(id, shop.VersionOf(id)) : null)];
            await shop.Reading();
            batch.SetValues(read);
        }
    }
}
