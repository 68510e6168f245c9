namespace DataLoader.Loading;

/// <summary>
/// Counts the callers of keys that only callers with a token asked for, so that a batch nobody waits for any more can be cancelled (X12). A key
/// that somebody asked for without a token is not in here: that caller never leaves. Guarded by the loader's gate.
/// </summary>
internal sealed class Callers<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<Task<TValue>, Waiting> _waiting = [];

    /// <summary>A key was asked for, for the first time, by a caller who may leave.</summary>
    public void Add(Task<TValue> task) => _waiting.Add(task, new Waiting { Count = 1 });

    /// <summary>Somebody else asks for a pending key.</summary>
    /// <returns>False when its batch was given up already: the caller must ask afresh.</returns>
    public bool TryJoin(Task<TValue> task, bool mayLeave)
    {
        if (!_waiting.TryGetValue(task, out Waiting? waiting))
            return true;
        if (waiting.Batch is { IsAbandoned: true })
            return false;

        if (waiting.Count++ == 0 && waiting.Batch is not null)
            waiting.Batch.KeysWithCallers++;
        if (!mayLeave)
        {
            _waiting.Remove(task);
            if (waiting.Batch is not null)
                waiting.Batch.CallersMayLeave = false;
        }

        return true;
    }

    /// <summary>A caller leaves.</summary>
    /// <returns>The batch that nobody waits for any more, or null.</returns>
    public Batch<TKey, TValue>? Leave(Task<TValue> task)
    {
        if (!_waiting.TryGetValue(task, out Waiting? waiting) || --waiting.Count > 0 || waiting.Batch is not { } batch)
            return null;

        batch.KeysWithCallers--;
        if (batch.KeysWithCallers > 0 || !batch.CallersMayLeave || batch.IsAbandoned)
            return null;
        batch.IsAbandoned = true;
        return batch;
    }

    /// <summary>A batch was cut: its keys are counted for it from now on.</summary>
    public void Assign(Batch<TKey, TValue> batch)
    {
        batch.CallersMayLeave = true;
        for (int i = 0; i < batch.Count; i++)
        {
            if (!_waiting.TryGetValue(batch.PromiseAt(i).Task, out Waiting? waiting))
            {
                batch.CallersMayLeave = false;
                continue;
            }

            waiting.Batch = batch;
            if (waiting.Count > 0)
                batch.KeysWithCallers++;
        }

        batch.IsAbandoned = batch.CallersMayLeave && batch.KeysWithCallers == 0;
    }

    /// <summary>A batch has ended.</summary>
    public void Forget(Batch<TKey, TValue> batch)
    {
        for (int i = 0; i < batch.Count; i++)
            _waiting.Remove(batch.PromiseAt(i).Task);
    }

    private sealed class Waiting
    {
        public int Count { get; set; }

        public Batch<TKey, TValue>? Batch { get; set; }
    }
}
