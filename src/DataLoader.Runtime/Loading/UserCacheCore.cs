using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DataLoader.Batches;
using DataLoader.Joining;
using DataLoader.Threading;

namespace DataLoader.Loading;

/// <summary>
/// A loader that remembers in a cache of the user's own (rows B14, B15). The cache is called by one thread at a time, under a monitor that
/// guards nothing else.
/// </summary>
internal sealed class UserCacheCore<TKey, TId, TValue>(
    IBatchMethod<TKey, TValue> method,
    LoaderSettings settings,
    LoaderScope? scope,
    ILoaderCache<TId, TValue> cache,
    Func<TKey, TId> idOf,
    IEqualityComparer<TKey>? identity)
    : QueueCore<TKey, TId, TValue>(method, settings, scope)
    where TKey : notnull
    where TId : notnull
{
    private readonly object _calls = new();

    public override IEqualityComparer<TKey>? Identity => identity;

    public override Task<TValue> Load(TKey key, bool canCancel)
    {
        if (AnswerOfEndedScope() is { } ended)
            return ended;

        TId id = idOf(key);
        AsyncTaskMethodBuilder<TValue> promise = default;
        lock (_calls)
        {
            if (!TryAdd(id, ref promise, canCancel, out Task<TValue>? known))
                return known;
        }

        Task<TValue> task = promise.Task;
        Enqueue(key, id, promise, canCancel: false);
        return task;
    }

    public override void Clear(TKey key)
    {
        TId id = idOf(key);
        lock (_calls)
            cache.Remove(id);
    }

    public override void ClearAll()
    {
        lock (_calls)
            cache.Clear();
    }

    public override void Prime(TKey key, Task<TValue> task)
    {
        TId id = idOf(key);
        lock (_calls)
            cache.TryAdd(id, task);
        if (!task.IsCompleted)
            ForgetIfItFails(_calls, cache, id, task);
    }

    public override void Evict(Batch<TKey, TValue> batch)
    {
        var queued = (QueueBatch)batch;
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.MustForget(i))
                Remove(_calls, cache, queued.IdAt(i), batch.PromiseAt(i).Task);
        }
    }

    protected override ListLoad<TValue> LoadAll(TKey[] keys, bool canCancel)
    {
        var tasks = new Task<TValue>[keys.Length];
        TId[] ids = Array.ConvertAll(keys, key => idOf(key));
        var queued = new List<QueuedKey>();
        try
        {
            lock (_calls)
            {
                for (int i = 0; i < keys.Length; i++)
                {
                    AsyncTaskMethodBuilder<TValue> promise = default;
                    if (TryAdd(ids[i], ref promise, canCancel, out Task<TValue>? known))
                    {
                        tasks[i] = promise.Task;
                        queued.Add(new QueuedKey(keys[i], ids[i], promise));
                    }
                    else
                    {
                        tasks[i] = known;
                    }
                }
            }
        }
        catch
        {
            // The cache threw half-way: what it has taken up must be answered, but this caller does not wait for it.
            EnqueueAll(CollectionsMarshal.AsSpan(queued), canCancel: false);
            if (canCancel)
                LeaveAll(tasks);
            throw;
        }

        EnqueueAll(CollectionsMarshal.AsSpan(queued), canCancel: false);
        return ListLoad<TValue>.Of(tasks);
    }

    // What the cache gave may be another loader's.
    public override bool TryAttach(Task<TValue> load, OwnLoad<TValue> own) => false;

    protected override void CancelAbandoned(Batch<TKey, TValue> batch)
    {
        Evict(batch);
        base.CancelAbandoned(batch);
    }

    // True when the key is new and its promise stands in the cache; else the task that stands there.
    private bool TryAdd(TId id, ref AsyncTaskMethodBuilder<TValue> promise, bool canCancel, [NotNullWhen(false)] out Task<TValue>? known)
    {
        const int maxTries = 3;
        for (int i = 0; i < maxTries; i++)
        {
            if (cache.TryGet(id, out known))
            {
                if (known is null)
                    throw new InvalidOperationException($"{Settings.Name}: the cache map returned null as the task of a key.");
                if (known.IsCompleted || TryJoin(known, canCancel))
                {
                    Telemetry?.Hit();
                    if (!known.IsCompleted)
                        NoteSharedTask();
                    return false;
                }

                cache.Remove(id, known);
            }

            if (cache.TryAdd(id, promise.Task))
                break;
        }

        // The cache took the key; or it neither has it nor takes it, but the load must be answered. The caller is counted here, not when the key is
        // enqueued: the next one that asks the cache may join at once.
        Gate.Enter();
        NoteCaller(promise.Task, canCancel);
        Gate.Exit();
        known = null;
        return true;
    }

    // The task may live longer than the loader, and the cache too: they keep nothing of it.
    private static void ForgetIfItFails(object calls, ILoaderCache<TId, TValue> cache, TId id, Task<TValue> task)
        => Faults.WhenDone(task, done =>
        {
            _ = done.Exception;
            if (!done.IsCompletedSuccessfully)
                Remove(calls, cache, id, task);
        });

    private static void Remove(object calls, ILoaderCache<TId, TValue> cache, TId id, Task<TValue> task)
    {
        try
        {
            lock (calls)
                cache.Remove(id, task);
        }
        catch (Exception)
        {
            // The load has failed, and its callers wait to be told that; a cache that fails too must not keep them waiting (row S11).
        }
    }
}
