namespace DataLoader.Batches;

/// <summary>
/// Counts the callers of keys that only callers with a token asked for, so that a batch can be cancelled when the last of them has left (X12). A key
/// that was asked for without a token is not in here: that caller never leaves. Guarded by the loader's gate.
/// </summary>
internal sealed class CallerCounts<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<Task<TValue>, Waiting> _waiting = [];

    /// <summary>A key was asked for, for the first time, by a caller who can cancel.</summary>
    public void Add(Task<TValue> task) => _waiting.Add(task, new Waiting { Count = 1 });

    /// <summary>A key has a task now that only the caller of a list has asked for until now.</summary>
    public void Add(Task<TValue> task, ListPart<TValue> list, Batch<TKey, TValue>? batch)
        => _waiting.Add(task, new Waiting { Count = list.HasLeft ? 0 : 1, Batch = batch });

    /// <summary>A further caller asks for a pending key.</summary>
    /// <returns>False when its batch was given up already: the caller must ask afresh.</returns>
    public bool TryJoin(Task<TValue> task, bool canCancel)
    {
        if (!_waiting.TryGetValue(task, out Waiting? waiting))
            return true;
        if (waiting.Batch is { IsAbandoned: true })
            return false;

        if (waiting.Count++ == 0 && waiting.Batch is not null)
            waiting.Batch.KeysWithCallers++;
        if (!canCancel)
        {
            _waiting.Remove(task);
            if (waiting.Batch is { } batch)
            {
                batch.KeysWithCallers--;
                batch.KeysWithStayers++;
                batch.AllCallersCanCancel = false;
            }
        }

        return true;
    }

    /// <summary>A caller leaves.</summary>
    /// <returns>The batch whose last caller it was, or null.</returns>
    public Batch<TKey, TValue>? Leave(Task<TValue> task)
    {
        if (!_waiting.TryGetValue(task, out Waiting? waiting) || --waiting.Count > 0 || waiting.Batch is not { } batch)
            return null;

        batch.KeysWithCallers--;
        return TryAbandon(batch) ? batch : null;
    }

    /// <summary>A key has its value while others of its batch have none.</summary>
    /// <returns>Whether nobody waits for those any more.</returns>
    public bool Serve(Batch<TKey, TValue> batch, Task<TValue> task)
    {
        batch.KeysServed++;
        if (!_waiting.Remove(task, out Waiting? waiting))
            batch.AllCallersCanCancel = --batch.KeysWithStayers == 0;
        else if (waiting.Count > 0)
            batch.KeysWithCallers--;
        return batch.KeysServed < batch.Count && TryAbandon(batch);
    }

    /// <summary>The caller of a list leaves the keys of a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="taskAt">The task of a key, by its number in the part; null when nobody has asked for it alone.</param>
    /// <returns>The batch whose last caller it was, or null.</returns>
    public Batch<TKey, TValue>? Leave(ListPart<TValue> part, Func<int, Task<TValue>?> taskAt)
    {
        part.HasLeft = true;
        var batch = (Batch<TKey, TValue>?)part.Batch;
        bool wasLast = false;
        for (int i = 0; i < part.Count; i++)
        {
            if (taskAt(i) is { } task)
                wasLast |= Leave(task) is not null;
            else if (batch is not null)
                batch.KeysWithCallers--;
        }

        return batch is not null && (TryAbandon(batch) || wasLast) ? batch : null;
    }

    /// <summary>A batch was cut: its keys are counted for it from now on.</summary>
    public void Assign(Batch<TKey, TValue> batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.TaskAt(i) is not { } task)
                continue;
            if (!_waiting.TryGetValue(task, out Waiting? waiting))
            {
                batch.KeysWithStayers++;
                continue;
            }

            waiting.Batch = batch;
            if (waiting.Count > 0)
                batch.KeysWithCallers++;
        }

        for (ListPart<TValue>? list = batch.FirstList; list is not null; list = list.Following)
        {
            int bare = 0;
            for (int i = 0; i < list.Count; i++)
                bare += batch.IsBare(list.Slot + i) ? 1 : 0;
            if (!list.CanLeave)
                batch.KeysWithStayers += bare;
            else if (!list.HasLeft)
                batch.KeysWithCallers += bare;
        }

        batch.AllCallersCanCancel = batch.KeysWithStayers == 0;
        TryAbandon(batch);
    }

    private static bool TryAbandon(Batch<TKey, TValue> batch)
        => !batch.IsAbandoned && (batch.IsAbandoned = batch.AllCallersCanCancel && batch.KeysWithCallers == 0);

    /// <summary>A batch has ended.</summary>
    public void BatchEnded(Batch<TKey, TValue> batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.TaskAt(i) is { } task)
                _waiting.Remove(task);
        }
    }

    private sealed class Waiting
    {
        public int Count { get; set; }

        public Batch<TKey, TValue>? Batch { get; set; }
    }
}
