using System.Collections.Concurrent;

namespace Baselines;

/// <summary>What people write by hand: a concurrent dictionary of completion sources, a list of pending keys, a work item of the pool.</summary>
public sealed class NaiveLoader<TKey, TValue>(
    Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<TValue>>> batch, bool dispatchesItself = true) : IThreadPoolWorkItem
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TaskCompletionSource<TValue>> _promises = new();
    private readonly object _gate = new();
    private List<TKey> _pending = [];

    public Task<TValue> LoadAsync(TKey key)
    {
        if (_promises.TryGetValue(key, out TaskCompletionSource<TValue>? known))
            return known.Task;

        var promise = new TaskCompletionSource<TValue>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_promises.TryAdd(key, promise))
            return _promises[key].Task;

        bool first;
        lock (_gate)
        {
            _pending.Add(key);
            first = _pending.Count == 1;
        }

        if (first && dispatchesItself)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return promise.Task;
    }

    public void Execute() => _ = DispatchAsync();

    public async Task DispatchAsync()
    {
        List<TKey> keys;
        lock (_gate)
        {
            keys = _pending;
            _pending = [];
        }

        try
        {
            IReadOnlyList<TValue> values = await batch(keys, CancellationToken.None).ConfigureAwait(false);
            for (int i = 0; i < keys.Count; i++)
                _promises[keys[i]].SetResult(values[i]);
        }
        catch (Exception error)
        {
            foreach (TKey key in keys)
                _promises[key].TrySetException(error);
        }
    }
}
