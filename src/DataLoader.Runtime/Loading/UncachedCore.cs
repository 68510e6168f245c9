using System.Runtime.CompilerServices;
using DataLoader.Batches;

namespace DataLoader.Loading;

/// <summary>A loader that remembers nothing: every load is a new task, and duplicates reach the batch method (rows B6-B8).</summary>
internal sealed class UncachedCore<TKey, TValue>(
    IBatchMethod<TKey, TValue> method, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TKey>? comparer)
    : QueueCore<TKey, ValueTuple, TValue>(method, settings, scope)
    where TKey : notnull
{
    public override IEqualityComparer<TKey>? Identity => comparer;

    public override Task<TValue> Load(TKey key, bool canCancel)
    {
        if (AnswerOfEndedScope() is { } ended)
            return ended;
        AsyncTaskMethodBuilder<TValue> promise = default;
        Task<TValue> task = promise.Task;
        Enqueue(key, default, promise, canCancel);
        return task;
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

    protected override ListLoad<TValue> LoadAll(TKey[] keys, bool canCancel)
    {
        var tasks = new Task<TValue>[keys.Length];
        var queued = new QueuedKey[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            AsyncTaskMethodBuilder<TValue> promise = default;
            tasks[i] = promise.Task;
            queued[i] = new QueuedKey(keys[i], default, promise);
        }

        EnqueueAll(queued, canCancel);
        return ListLoad<TValue>.Of(tasks);
    }
}
