namespace DataLoader.Tests;

/// <summary>
/// A value cache in memory, which keeps its promises with leases: a miss of a key that nobody fills leaves a lease there, only its holder may fill, and an
/// invalidation takes it away. It remembers what it was asked, and fails, hangs or lies when it is told to.
/// </summary>
internal sealed class LeaseCache<TKey, TValue>(Func<TValue, TValue>? copy = null) : IValueCache<TKey, TValue>
    where TKey : notnull
{
    private readonly object _gate = new();
    private readonly Dictionary<TKey, object> _entries = [];
    private readonly List<TKey[]> _lookUps = [];
    private readonly List<CacheFill<TKey, TValue>[]> _fills = [];

    public TKey[][] LookUps
    {
        get
        {
            lock (_gate)
                return [.. _lookUps];
        }
    }

    /// <summary>What it was given to store, allowed or not.</summary>
    public CacheFill<TKey, TValue>[][] Fills
    {
        get
        {
            lock (_gate)
                return [.. _fills];
        }
    }

    /// <summary>Runs in each look-up, and may change its answer.</summary>
    public Func<IReadOnlyList<CacheEntry<TValue>>, ValueTask<IReadOnlyList<CacheEntry<TValue>>>> Answering { get; set; }
        = static answer => new(answer);

    /// <summary>Runs before each fill.</summary>
    public Func<ValueTask> Filling { get; set; } = static () => default;

    /// <summary>Runs before each invalidation.</summary>
    public Func<CancellationToken, ValueTask> Removing { get; set; } = static _ => default;

    /// <summary>The token of the last look-up.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>Puts a value there.</summary>
    public void Put(TKey key, TValue value)
    {
        lock (_gate)
            _entries[key] = CacheEntry<TValue>.Hit(value);
    }

    /// <summary>What is there for a key.</summary>
    public CacheEntry<TValue> Peek(TKey key)
    {
        lock (_gate)
            return _entries.TryGetValue(key, out object? known) && known is CacheEntry<TValue> entry ? entry : default;
    }

    public ValueTask<IReadOnlyList<CacheEntry<TValue>>> GetManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _lookUps.Add([.. keys]);
            Token = cancellationToken;
            return Answering(keys.Select(LookUp).ToArray());
        }
    }

    public async ValueTask SetManyAsync(IReadOnlyList<CacheFill<TKey, TValue>> fills, CancellationToken cancellationToken)
    {
        lock (_gate)
            _fills.Add([.. fills]);
        await Filling();
        lock (_gate)
        {
            foreach (CacheFill<TKey, TValue> fill in fills)
            {
                if (_entries.TryGetValue(fill.Key, out object? known) && ReferenceEquals(known, fill.Ticket))
                    _entries[fill.Key] = fill.Entry;
            }
        }
    }

    public async ValueTask RemoveManyAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        await Removing(cancellationToken);
        lock (_gate)
        {
            foreach (TKey key in keys)
                _entries.Remove(key);
        }
    }

    private CacheEntry<TValue> LookUp(TKey key)
    {
        if (!_entries.TryGetValue(key, out object? known))
        {
            object lease = new();
            _entries.Add(key, lease);
            return CacheEntry<TValue>.Missing(lease);
        }

        return known is CacheEntry<TValue> entry
            ? entry.State == CacheEntryState.Value && copy is not null ? CacheEntry<TValue>.Hit(copy(entry.Value)) : entry
            : default;
    }
}
