namespace DataLoader.Loading;

/// <summary>Lets only so many batches of a loader run at a time; the others wait, in order. Guarded by the loader's gate.</summary>
internal sealed class BatchSlots<TKey, TValue>(int count)
    where TKey : notnull
{
    private readonly Queue<Batch<TKey, TValue>> _waiting = new();
    private int _unended; // Running, or waiting.

    /// <summary>Takes a slot for a batch. False when it has to wait.</summary>
    public bool TryTake(Batch<TKey, TValue> batch)
    {
        if (_unended++ < count)
            return true;
        _waiting.Enqueue(batch);
        return false;
    }

    /// <summary>A batch has ended.</summary>
    /// <returns>The one that may start in its place.</returns>
    public Batch<TKey, TValue>? Free()
    {
        _unended--;
        return TakeWaiting();
    }

    /// <summary>Takes out a batch that waits, or null. It gives no slot back.</summary>
    public Batch<TKey, TValue>? TakeWaiting() => _waiting.TryDequeue(out Batch<TKey, TValue>? batch) ? batch : null;
}
