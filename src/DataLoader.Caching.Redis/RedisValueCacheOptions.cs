namespace DataLoader.Caching.Redis;

/// <summary>How long values stay in Redis, and under which keys.</summary>
/// <typeparam name="TKey">What identifies a value: the loader's key, or its cache key where it has one.</typeparam>
public sealed class RedisValueCacheOptions<TKey>
{
    /// <summary>The first part of each key in Redis, for those who share one server. It has no colon. <c>dataloader</c> by default.</summary>
    public string Prefix { get; set; } = "dataloader";

    /// <summary>Part of each key: change it with the shape of the value, so that new code does not read what old code wrote. It has no colon.</summary>
    public string Version { get; set; } = "1";

    /// <summary>How long a value stays, give or take a tenth, so that what was stored together does not end together. 5 minutes by default.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The same for keys without a value, and for empty lists. 30 seconds by default; zero: that is not remembered.</summary>
    public TimeSpan AbsentTimeToLive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a batch may take to bring a value that was missed: what comes later is not stored. While a batch has the lease of a key others load that
    /// key without storing it. 10 seconds by default.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The database; -1 is that of the connection.</summary>
    public int Database { get; set; } = -1;

    /// <summary>
    /// The text of a key: the same for keys that are equal, another one for keys that are not. Not needed for strings, integers, <see cref="Guid"/>,
    /// <see cref="DateOnly"/> and enums.
    /// </summary>
    public Func<TKey, string>? KeyText { get; set; }
}
