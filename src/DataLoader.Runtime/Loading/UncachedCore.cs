using System.Runtime.CompilerServices;

namespace DataLoader.Loading;

/// <summary>A loader that remembers nothing: every load is a new task, and duplicates reach the batch method (rows B6-B8).</summary>
internal sealed class UncachedCore<TKey, TValue>(
    BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TKey>? comparer)
    : QueueCore<TKey, ValueTuple, TValue>(owner, settings, scope)
    where TKey : notnull
{
    public override IEqualityComparer<TKey>? Identity => comparer;

    public override Task<TValue> Load(TKey key, bool mayLeave)
    {
        if (AnswerOfEndedScope() is { } ended)
            return ended;
        AsyncTaskMethodBuilder<TValue> promise = default;
        Task<TValue> task = promise.Task;
        Enqueue(key, default, promise, mayLeave);
        return task;
    }

    public override void LoadMany(TKey[] keys, Task<TValue>[] tasks, bool mayLeave)
    {
        if (AnswerOfEndedScope() is { } ended)
        {
            Array.Fill(tasks, ended);
            return;
        }

        var queued = new QueuedKey[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            AsyncTaskMethodBuilder<TValue> promise = default;
            tasks[i] = promise.Task;
            queued[i] = new QueuedKey(keys[i], default, promise);
        }

        EnqueueAll(queued, mayLeave);
    }

    // Nothing is remembered, so there is nothing to forget or to prime (X5).
    public override void Clear(TKey key)
    {
    }

    public override void ClearAll()
    {
    }

    public override void Prime(TKey key, Task<TValue> task)
    {
    }

    public override void Evict(Batch<TKey, TValue> batch)
    {
    }
}
