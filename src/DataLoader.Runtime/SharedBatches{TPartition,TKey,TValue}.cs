using System.Collections.Concurrent;
using DataLoader.Batches;
using DataLoader.Sharing;
using DataLoader.Threading;

namespace DataLoader;

/// <summary>
/// The batches of one loader in this process: the keys of requests in the same partition may be in one call of the batch method. Make one and keep it; a
/// container registers it as a singleton. Every member is safe to call from any thread.
/// </summary>
/// <remarks>
/// A request keeps its loader, with what that remembers, its scope and its callers; only the call is shared. While few calls run, a batch leaves at once.
/// Else it waits, and everything that waits leaves together when a call returns. When a call with several requests in it fails, each of them is asked for
/// once more, alone: no request fails because of another's key. Values are given to several requests as one instance and must not be changed.
/// </remarks>
/// <typeparam name="TPartition">Requests share a call only when this is equal. It needs value equality, and must not change.</typeparam>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public abstract class SharedBatches<TPartition, TKey, TValue> : IDisposable
    where TPartition : notnull
    where TKey : notnull
{
    // More calls than the database has cores for make it slower; fewer make keys wait behind a slow one.
    private const int DefaultCalls = 4;

    // So many partitions are remembered while nothing happens in them.
    private const int KeptLanes = 256;

    private readonly ConcurrentDictionary<TPartition, Lane<TKey, TValue>> _lanes = new();
    private readonly string _name;
    private readonly LaneLimits _limits;
    private int _laneCount;

    [ReadOutsideGate]
    private volatile bool _isDisposed;

    /// <summary>Makes the batches of a loader.</summary>
    /// <param name="definition">Its name and limits. Without a limit of batches at a time it is 4 for each partition.</param>
    /// <param name="options">Settings that override the definition.</param>
    protected SharedBatches(BatchLoaderDefinition definition, SharedBatchesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _name = definition.Name;
        int calls = definition.MaxConcurrentBatches == int.MaxValue ? DefaultCalls : definition.MaxConcurrentBatches;
        options ??= new SharedBatchesOptions();
        _limits = new LaneLimits(
            options.MaxConcurrentBatches ?? calls, options.MaxBatchSize ?? definition.MaxBatchSize, options.MaxWait, options.Time ?? TimeProvider.System);
    }

    /// <summary>Answers a request's batch, alone or together with others.</summary>
    /// <param name="partition">Whose keys may be in the same call.</param>
    /// <param name="batch">The batch: the one that the loader's <c>LoadBatchAsync</c> was given.</param>
    /// <returns>A task that is done when the outcome is in the batch. It fails with what the batch method failed with.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="partition"/> or <paramref name="batch"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">This has been disposed. Thrown at once, or by the task when the batch was waiting.</exception>
    public Task LoadAsync(TPartition partition, Batch<TKey, TValue> batch)
    {
        if (partition is null)
            throw new ArgumentNullException(nameof(partition));
        ArgumentNullException.ThrowIfNull(batch);
        while (true)
        {
            if (!_lanes.TryGetValue(partition, out Lane<TKey, TValue>? lane))
                lane = Add(partition);
            if (lane.Answer(batch) is { } answer)
                return answer;
            Remove(new(partition, lane));
        }
    }

    /// <summary>Fails what waits with <see cref="ObjectDisposedException"/>, and fires the tokens of calls for several requests.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (KeyValuePair<TPartition, Lane<TKey, TValue>> lane in _lanes)
            lane.Value.Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Loads one batch: calls the backend with the batch's keys and puts the outcome into the batch.</summary>
    /// <param name="partition">Whose keys they are.</param>
    /// <param name="batch">The keys to load, of one request or of several, and the place for what came back.</param>
    /// <returns>A task that is done when the outcome is there.</returns>
    protected abstract Task LoadBatchAsync(TPartition partition, Batch<TKey, TValue> batch);

    /// <summary>How many partitions are remembered.</summary>
    internal int LaneCount => _lanes.Count;

    private Lane<TKey, TValue> Add(TPartition partition)
    {
        var mine = new Lane<TKey, TValue>(_name, new Method(this, partition), _limits);
        Lane<TKey, TValue> lane = _lanes.GetOrAdd(partition, mine);
        if (ReferenceEquals(lane, mine) && Interlocked.Increment(ref _laneCount) > KeptLanes)
            RetireIdle();

        // Added after the others were closed.
        if (_isDisposed)
            lane.Close();
        return lane;
    }

    // All that are idle: how many there are must not grow with the number of partitions that were ever seen.
    private void RetireIdle()
    {
        foreach (KeyValuePair<TPartition, Lane<TKey, TValue>> lane in _lanes)
        {
            if (lane.Value.TryRetire())
                Remove(lane);
        }
    }

    private void Remove(KeyValuePair<TPartition, Lane<TKey, TValue>> retired)
    {
        if (_lanes.TryRemove(retired))
            Interlocked.Decrement(ref _laneCount);
    }

    private sealed class Method(SharedBatches<TPartition, TKey, TValue> shared, TPartition partition) : IBatchMethod<TKey, TValue>
    {
        public Task? Call(Batch<TKey, TValue> batch) => shared.LoadBatchAsync(partition, batch);
    }
}
