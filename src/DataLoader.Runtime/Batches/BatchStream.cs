using System.Collections.Concurrent;
using DataLoader.Dispatch;
using DataLoader.Threading;

namespace DataLoader.Batches;

/// <summary>
/// Serves the keys of a batch as their values arrive. Promises are completed from a pool item, not from the loop that reads the stream: a
/// continuation that blocks on a later key of the same stream must not stop the stream.
/// </summary>
internal sealed class BatchStream<TKey, TValue>(Batch<TKey, TValue> batch, IAsyncEnumerable<KeyValuePair<TKey, TValue>> source) : IFrameWork
    where TKey : notnull
{
    private readonly TValue[] _values = new TValue[batch.Count];
    private readonly bool[] _arrived = new bool[batch.Count];
    private readonly int[] _taken = new int[batch.Count];
    private readonly ConcurrentQueue<int> _ready = new();

    // For each slot the next one of the same key, or 0: slot 0 is never behind another one. Null where a key has one slot.
    private readonly int[]? _next = batch.MayRepeatKeys ? new int[batch.Count] : null;
    private KeyValuePair<TKey, TValue>? _surplus;
    private Role _serving;
    private int _current = -1;

    Dispatcher IFrameWork.Dispatcher => ((IFrameWork)batch).Dispatcher;

    int IFrameWork.Remaining => _ready.Count + (batch.HasOwnLoads(Volatile.Read(ref _current)) ? 1 : 0);

    /// <summary>Reads the stream to its end.</summary>
    /// <returns>The outcome: what arrived, and for each other key what its loader does with missing keys.</returns>
    public async Task<BatchOutcome<TValue>> ReadAsync()
    {
        LinkSlots();
        await foreach ((TKey key, TValue value) in source.WithCancellation(batch.CancellationToken).ConfigureAwait(false))
            Take(key, value);

        if (_surplus is { } surplus && batch.SurplusKeys == SurplusKeys.FailIfMissing && Array.IndexOf(_arrived, false) >= 0)
            throw BatchErrors.UnaskedRow(batch, surplus.Key, null);

        Exception?[]? errors = null;
        for (int i = 0; i < _arrived.Length; i++)
        {
            if (!_arrived[i] || _values[i] is null)
                BatchOutcome.SetMissing(batch, i, ref errors);
        }

        return new BatchOutcome<TValue>(_values, errors);
    }

    /// <summary>The outcome when the stream broke off: what arrived stays, the rest fails.</summary>
    public BatchOutcome<TValue> BrokenOffBy(Exception error)
    {
        Exception?[]? errors = new Exception?[_arrived.Length];
        for (int i = 0; i < _arrived.Length; i++)
        {
            if (!_arrived[i])
                errors![i] = error;
            else if (_values[i] is null)
                BatchOutcome.SetMissing(batch, i, ref errors);
        }

        return new BatchOutcome<TValue>(_values, errors);
    }

    /// <summary>Whether a slot has its value.</summary>
    public bool HasArrived(int index) => _arrived[index];

    /// <summary>Claims a slot for the thread that completes it.</summary>
    public bool TryTake(int index) => Interlocked.Exchange(ref _taken[index], 1) == 0;

    bool IFrameWork.Complete() => Serve();

    bool IFrameWork.TakeOver()
    {
        // As in a batch: the other callers of the key that the blocked thread is at.
        if (Volatile.Read(ref _current) is >= 0 and int current)
            batch.FinishOwnLoads(current);
        return Serve();
    }

    private void Take(TKey key, TValue value)
    {
        int slot = key is null ? -1 : batch.SlotOf(key);
        if (slot < 0)
        {
            batch.Telemetry?.NoteSurplus(1);
            if (batch.SurplusKeys == SurplusKeys.Fail)
                throw BatchErrors.UnaskedRow(batch, key!, null);
            _surplus = new(key!, value);
            return;
        }

        if (_arrived[slot])
            throw BatchErrors.SecondRow(batch, key!, null);

        Put(slot, value);
        for (int i = slot; _next is not null && _next[i] is > 0 and int next; i = next)
            Put(next, value);

        if (_serving.TryTake())
            ThreadPool.UnsafeQueueUserWorkItem(static stream => CompletionFrame.CompleteInFrame(stream), this, preferLocal: false);
    }

    // From the last slot to the first, so that the slots of a key are served in their order.
    private void LinkSlots()
    {
        if (_next is not { } next)
            return;

        for (int i = next.Length - 1; i > 0; i--)
        {
            int first = batch.SlotOf(batch.KeyAt(i));
            if (first == i)
                continue;
            next[i] = next[first];
            next[first] = i;
        }
    }

    private void Put(int slot, TValue value)
    {
        _values[slot] = value;
        _arrived[slot] = true;

        // What null means is decided at the end, with the keys that never came.
        if (value is not null)
            _ready.Enqueue(slot);
    }

    private bool Serve()
    {
        do
        {
            while (_ready.TryDequeue(out int index))
            {
                Volatile.Write(ref _current, index);
                if (TryTake(index))
                    batch.ServeAt(index, new BatchOutcome<TValue>(_values, null));
            }

            _serving.GiveUp();
        }
        while (!_ready.IsEmpty && _serving.TryTake());

        return false;
    }
}
