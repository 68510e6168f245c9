using System.Runtime.CompilerServices;

namespace Baselines;

/// <summary>
/// The simplest dispatch that is quick: the first pending key queues a work item of the pool, continuations run inline. What it costs is the
/// yardstick for latency; how often it splits batches is another matter.
/// </summary>
public sealed class PoolLoader<TKey, TValue>(Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<TValue>>> batch) : IThreadPoolWorkItem
    where TKey : notnull
{
    private readonly Dictionary<TKey, Task<TValue>> _tasks = [];
    private List<TKey> _keys = [];
    private List<AsyncTaskMethodBuilder<TValue>> _promises = [];

    public Task<TValue> LoadAsync(TKey key)
    {
        bool first;
        Task<TValue>? task;
        lock (_tasks)
        {
            if (_tasks.TryGetValue(key, out task))
                return task;

            AsyncTaskMethodBuilder<TValue> promise = default;
            task = promise.Task;
            _tasks.Add(key, task);
            _keys.Add(key);
            _promises.Add(promise);
            first = _keys.Count == 1;
        }

        if (first)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return task;
    }

    public void Execute() => _ = DispatchAsync();

    private async Task DispatchAsync()
    {
        List<TKey> keys;
        List<AsyncTaskMethodBuilder<TValue>> promises;
        lock (_tasks)
        {
            (keys, promises) = (_keys, _promises);
            (_keys, _promises) = ([], []);
        }

        IReadOnlyList<TValue> values = await batch(keys, CancellationToken.None).ConfigureAwait(false);
        for (int i = 0; i < promises.Count; i++)
        {
            AsyncTaskMethodBuilder<TValue> promise = promises[i];
            promise.SetResult(values[i]);
        }
    }
}
