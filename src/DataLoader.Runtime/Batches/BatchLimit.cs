namespace DataLoader.Batches;

/// <summary>Lets only so many batches of a loader run at a time; the others wait, in order. Guarded by the loader's gate.</summary>
internal sealed class BatchLimit<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly Queue<Batch<TKey, TValue>> _waiting = new();
    private int _unended; // Running, or waiting.

    /// <summary>Lets a batch start, or has it wait.</summary>
    public bool TryStart(Batch<TKey, TValue> batch)
    {
        if (_unended++ < most)
            return true;
        _waiting.Enqueue(batch);
        return false;
    }

    /// <summary>A batch has ended.</summary>
    /// <returns>The one that may start in its place.</returns>
    public Batch<TKey, TValue>? End()
    {
        _unended--;
        return TakeWaiting();
    }

    /// <summary>Takes out a batch that waits, or null. None ends by that.</summary>
    public Batch<TKey, TValue>? TakeWaiting() => _waiting.TryDequeue(out Batch<TKey, TValue>? batch) ? batch : null;
}
