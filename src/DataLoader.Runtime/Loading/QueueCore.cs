using System.Runtime.CompilerServices;
using DataLoader.Batches;

namespace DataLoader.Loading;

/// <summary>A loader whose pending keys stand in a queue of their own, which each dispatch gives away: nothing is kept here.</summary>
internal abstract class QueueCore<TKey, TId, TValue>(IBatchMethod<TKey, TValue> method, LoaderSettings settings, LoaderScope? scope)
    : LoaderCore<TKey, TValue>(method, settings, scope)
    where TKey : notnull
{
    private QueuedKey[] _queue = [];
    private int _count;

    public override int PendingCount => _count;

    protected override Batch<TKey, TValue> MakeBatch(int from, int count, ExecutionContext? context)
        => new QueueBatch(this, _queue, from, count, context);

    protected override void PendingWereCut()
    {
        _queue = [];
        _count = 0;
    }

    protected override void HideKeysOf(Batch<TKey, TValue> batch)
    {
    }

    protected override void ForgetAll()
    {
    }

    /// <summary>Enqueues a key with the promise of its value.</summary>
    protected void Enqueue(TKey key, TId id, AsyncTaskMethodBuilder<TValue> promise, bool canCancel)
    {
        Gate.Enter();
        bool isFirst = Append(new QueuedKey(key, id, promise), canCancel);
        Gate.Exit();
        Announce(isFirst);
        Telemetry?.Miss();
    }

    /// <summary>Enqueues many keys together.</summary>
    protected void EnqueueAll(ReadOnlySpan<QueuedKey> keys, bool canCancel)
    {
        if (keys.IsEmpty)
            return;

        bool isFirst = false;
        Gate.Enter();
        foreach (QueuedKey key in keys)
            isFirst |= Append(key, canCancel);
        Gate.Exit();
        Announce(isFirst);
        Telemetry?.Miss(keys.Length);
    }

    // Gate held. Returns whether the key is the first one that waits.
    private bool Append(QueuedKey key, bool canCancel)
    {
        if (_count == _queue.Length)
            Array.Resize(ref _queue, Math.Max(4, _count * 2));
        NoteCaller(key.Promise.Task, canCancel);
        _queue[_count++] = key;
        return NotePending(_count);
    }

    /// <summary>A key that waits, its identity, and the promise of its value.</summary>
    protected struct QueuedKey(TKey key, TId id, AsyncTaskMethodBuilder<TValue> promise)
    {
        public readonly TKey Key = key;
        public readonly TId Id = id;
        public AsyncTaskMethodBuilder<TValue> Promise = promise;
    }

    /// <summary>A batch of queued keys. One key may stand in several slots.</summary>
    protected sealed class QueueBatch(BatchOwner<TKey, TValue> owner, QueuedKey[] queue, int offset, int count, ExecutionContext? context)
        : KeyListBatch<TKey, TValue>(owner, offset, count, mayRepeatKeys: true, context)
    {
        public TId IdAt(int index) => queue[Offset + index].Id;

        internal override TKey KeyAt(int index) => queue[Offset + index].Key;

        internal override ref AsyncTaskMethodBuilder<TValue> PromiseAt(int index) => ref queue[Offset + index].Promise;
    }
}
