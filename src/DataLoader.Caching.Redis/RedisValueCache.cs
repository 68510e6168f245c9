using System.Globalization;
using Microsoft.Extensions.Caching.Hybrid;
using StackExchange.Redis;

namespace DataLoader.Caching.Redis;

/// <summary>
/// Values in Redis 7.0 or newer (or Valkey), shared by all processes. A look-up is one <c>MGET</c>, and for the keys that are not there a lease each; only
/// the holder of a key's lease may fill it, and an invalidation deletes it. Safe to use from any thread.
/// </summary>
/// <typeparam name="TKey">What identifies a value: the loader's key, or its cache key where it has one.</typeparam>
/// <typeparam name="TValue">What the loader loads.</typeparam>
public sealed class RedisValueCache<TKey, TValue> : IValueCache<TKey, TValue>
    where TKey : notnull
{
    // So many keys at a time that a script does not hold the server up.
    private const int KeysOfScript = 100;

    // Over its own lease only. Whatever takes the lease away (an invalidation, its time, eviction, a failover, a flush) refuses the fill.
    private const string Fill = """
        for i = 1, #KEYS do
            if redis.call('GET', KEYS[i]) == ARGV[3 * i - 2] then
                redis.call('SET', KEYS[i], ARGV[3 * i - 1], 'PX', ARGV[3 * i])
            end
        end
        """;

    // A replica may lag behind: there an invalidated value could still be.
    private const CommandFlags Master = CommandFlags.DemandMaster;

    private readonly IConnectionMultiplexer _connection;
    private readonly IHybridCacheSerializer<TValue> _serializer;
    private readonly RedisValueCacheOptions<TKey> _options;
    private readonly KeyTexts<TKey> _keys;
    private readonly Topology _topology;

    /// <summary>Makes a cache.</summary>
    /// <param name="connection">The connection. With <c>BacklogPolicy.FailFast</c> an outage leaves no commands behind for the time after it.</param>
    /// <param name="loader">The name of the loader, part of the keys: each loader has its own.</param>
    /// <param name="serializer">Turns values into bytes and back. One that is used with <c>HybridCache</c> fits.</param>
    /// <param name="options">Settings; not to be changed afterwards.</param>
    /// <exception cref="ArgumentException">A part of the keys has a colon, or nothing is known that tells keys of this type apart.</exception>
    public RedisValueCache(
        IConnectionMultiplexer connection, string loader, IHybridCacheSerializer<TValue> serializer, RedisValueCacheOptions<TKey>? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(serializer);
        _connection = connection;
        _serializer = serializer;
        _options = options ?? new();
        _topology = new(connection);
        _keys = new(loader, _options);
    }

    private IDatabase Database => _connection.GetDatabase(_options.Database);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CacheEntry<TValue>>> GetManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        IDatabase database = Database;
        RedisKey[] names = _keys.Of(keys);
        RedisValue[] found = _topology.IsCluster
            ? await Task.WhenAll(Array.ConvertAll(names, name => database.StringGetAsync(name, Master))).ConfigureAwait(false)
            : await database.StringGetAsync(names, Master).ConfigureAwait(false);

        // Who has gone without leaves no lease behind that keeps others from filling.
        cancellationToken.ThrowIfCancellationRequested();
        int[] missed = [.. Enumerable.Range(0, found.Length).Where(i => found[i].IsNull)];
        byte[] lease = missed.Length == 0 ? [] : Payload.NewLease();
        RedisValue[] overtaken = await Task.WhenAll(Array.ConvertAll(missed, i => LeaseAsync(database, names[i], lease))).ConfigureAwait(false);

        var entries = new CacheEntry<TValue>[names.Length];
        int next = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            RedisValue value = found[i].IsNull ? overtaken[next++] : found[i];
            if (value.IsNull)
                entries[i] = CacheEntry<TValue>.Missing(lease);
            else if (!Payload.TryRead(value, _serializer, out entries[i]))
                _ = database.KeyDeleteAsync(names[i], CommandFlags.FireAndForget | Master);
        }

        return entries;
    }

    /// <inheritdoc/>
    public async ValueTask SetManyAsync(IReadOnlyList<CacheFill<TKey, TValue>> fills, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fills);
        IDatabase database = Database;
        IEnumerable<CacheFill<TKey, TValue>> kept = fills.Where(fill => TimeOf(fill) > TimeSpan.Zero);
        await Task.WhenAll(kept.Chunk(_topology.IsCluster ? 1 : KeysOfScript).Select(part => FillAsync(database, part))).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        IDatabase database = Database;
        RedisKey[] names = _keys.Of(keys);
        Task removed = _topology.IsCluster
            ? Task.WhenAll(Array.ConvertAll(names, name => database.KeyDeleteAsync(name, Master)))
            : database.KeyDeleteAsync(names, Master);
        await removed.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // "Get, or lease": null when the lease is ours.
    private Task<RedisValue> LeaseAsync(IDatabase database, RedisKey name, byte[] lease)
        => database.StringSetAndGetAsync(name, lease, _options.LeaseTime, keepTtl: false, When.NotExists, Master);

    private Task<RedisResult> FillAsync(IDatabase database, CacheFill<TKey, TValue>[] fills)
    {
        var names = new RedisKey[fills.Length];
        var arguments = new RedisValue[3 * fills.Length];
        for (int i = 0; i < fills.Length; i++)
        {
            CacheFill<TKey, TValue> fill = fills[i];
            names[i] = _keys.Of(fill.Key);
            arguments[3 * i] = (byte[])fill.Ticket;
            arguments[(3 * i) + 1] = fill.Entry.State == CacheEntryState.Value ? Payload.Of(fill.Entry.Value, _serializer) : Payload.Absent;
            arguments[(3 * i) + 2] = Jittered(TimeOf(fill)).ToString(CultureInfo.InvariantCulture);
        }

        return database.ScriptEvaluateAsync(Fill, names, arguments, Master);
    }

    private TimeSpan TimeOf(CacheFill<TKey, TValue> fill) => fill.IsNothing ? _options.AbsentTimeToLive : _options.TimeToLive;

    // Ten per cent more or less, in milliseconds.
    private static long Jittered(TimeSpan time) => Math.Max(1, (long)(time.TotalMilliseconds * (0.9 + (Random.Shared.NextDouble() / 5))));
}
