using System.Runtime.CompilerServices;
using DataLoader.Dispatch;

namespace DataLoader.Loading;

/// <summary>A loader whose pending keys stand in a queue of their own, which each dispatch gives away: nothing is kept here.</summary>
internal abstract class QueueCore<TKey, TId, TValue>(BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope)
    : LoaderCore<TKey, TValue>(owner, settings, scope)
    where TKey : notnull
{
    private QueuedKey[] _queue = [];
    private int _count;

    public override int PendingCount => _count;

    protected override Batch<TKey, TValue> MakeBatch(int from, int count, ExecutionContext? context)
        => new QueueBatch(this, _queue, from, count, context);

    protected override void Sent()
    {
        _queue = [];
        _count = 0;
    }

    protected override void HideAll(Batch<TKey, TValue> batch)
    {
    }

    protected override void Forget()
    {
    }

    /// <summary>Enqueues a key with the promise of its value.</summary>
    protected void Enqueue(TKey key, TId id, AsyncTaskMethodBuilder<TValue> promise, bool mayLeave)
    {
        Gate.Enter();
        bool first = Append(new QueuedKey(key, id, promise), mayLeave);
        Gate.Exit();
        Announce(first);
        Telemetry?.Miss();
    }

    /// <summary>Enqueues many keys together.</summary>
    protected void EnqueueAll(ReadOnlySpan<QueuedKey> keys, bool mayLeave)
    {
        if (keys.IsEmpty)
            return;

        bool first = false;
        Gate.Enter();
        foreach (QueuedKey key in keys)
            first |= Append(key, mayLeave);
        Gate.Exit();
        Announce(first);
        Telemetry?.Miss(keys.Length);
    }

    private bool Append(QueuedKey key, bool mayLeave)
    {
        if (_count == _queue.Length)
            Array.Resize(ref _queue, Math.Max(4, _count * 2));
        NoteCaller(key.Promise.Task, mayLeave);
        _queue[_count++] = key;
        return Appended(_count);
    }

    /// <summary>A key that waits, its identity, and the promise of its value.</summary>
    protected struct QueuedKey(TKey key, TId id, AsyncTaskMethodBuilder<TValue> promise)
    {
        public readonly TKey Key = key;
        public readonly TId Id = id;
        public AsyncTaskMethodBuilder<TValue> Promise = promise;
    }

    /// <summary>A batch of queued keys. One key may stand in several slots.</summary>
    protected sealed class QueueBatch(LoaderCore<TKey, TValue> core, QueuedKey[] queue, int first, int count, ExecutionContext? context)
        : KeyListBatch<TKey, TValue>(core, first, count, mayRepeatKeys: true, context)
    {
        public TId IdAt(int index) => queue[First + index].Id;

        internal override TKey KeyAt(int index) => queue[First + index].Key;

        internal override ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index) => ref queue[First + index].Promise;
    }
}
