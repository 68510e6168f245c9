namespace DataLoader.Stress.Model;

/// <summary>What a loader is, without threads, tables and frames: the oracle of the random tests.</summary>
internal sealed class PureLoader(Variant variant)
{
    private readonly Dictionary<int, Promise> _cache = [];
    private readonly Queue<ModelBatch> _waiting = new();
    private List<Promise> _pending = [];

    /// <summary>Batches that the backend has got, in order, and that have not ended.</summary>
    public List<ModelBatch> Running { get; } = [];

    /// <summary>All batches that the backend has got.</summary>
    public List<ModelBatch> Started { get; } = [];

    public bool IsDisposed { get; private set; }

    public bool IsAborted { get; private set; }

    public Promise Load(int key, bool mayLeave)
    {
        int identity = variant.IdentityOf(key);
        if (variant.Cache == Cache.Off || !_cache.TryGetValue(identity, out Promise? promise))
        {
            promise = new Promise(key);
            _pending.Add(promise);
            if (variant.Cache != Cache.Off)
                _cache.Add(identity, promise);
        }

        if (promise.IsPending)
        {
            if (mayLeave)
                promise.Leavers++;
            else
                promise.Stays = true;
        }

        return promise;
    }

    public void Clear(int key) => _cache.Remove(variant.IdentityOf(key));

    public void ClearAll() => _cache.Clear();

    public void Prime(int key, Promise promise)
    {
        if (variant.Cache != Cache.Off)
            _cache.TryAdd(variant.IdentityOf(key), promise);
    }

    public int Dispatch()
    {
        List<Promise> pending = _pending;
        _pending = [];
        if (pending.Count == 0)
            return 0;

        // Row A6: parts that differ by at most one key, the larger ones first.
        int parts = (int)(((long)pending.Count + variant.MaxBatchSize - 1) / variant.MaxBatchSize);
        int from = 0;
        for (int i = 0; i < parts; i++)
        {
            int count = (pending.Count / parts) + (i < pending.Count % parts ? 1 : 0);
            var batch = new ModelBatch([.. pending.GetRange(from, count)]);
            from += count;
            foreach (Promise promise in batch.Promises)
                promise.Batch = batch;
            AbandonIfLeft(batch);
            _waiting.Enqueue(batch);
        }

        StartWaiting();
        return parts;
    }

    /// <summary>A caller leaves: row X12.</summary>
    public void Leave(Caller caller)
    {
        foreach (Promise promise in caller.Promises)
        {
            if (!promise.IsPending)
                continue;
            promise.Leavers--;
            if (promise.Batch is { } batch)
                AbandonIfLeft(batch);
        }
    }

    /// <summary>A batch has ended.</summary>
    public void Complete(ModelBatch batch, Func<Promise, Expected> outcome, bool evict)
    {
        Running.Remove(batch);
        foreach (Promise promise in batch.Promises)
        {
            if (promise.IsPending)
                promise.Outcome = outcome(promise);
        }

        if (evict)
            Evict(batch);
        StartWaiting();
    }

    public void Abort()
    {
        IsAborted = true;
        End(Expected.Cancelled);
    }

    public void Dispose()
    {
        IsDisposed = true;
        End(new Expected.ErrorOf(typeof(ObjectDisposedException)));
        foreach (Promise promise in Running.SelectMany(batch => batch.Promises).Where(promise => promise.IsPending))
            promise.Outcome = new Expected.ErrorOf(typeof(ObjectDisposedException));
    }

    /// <summary>Whether the token of a batch must have fired.</summary>
    public bool TokenHasFired(ModelBatch batch) => batch.IsAbandoned || (Running.Contains(batch) && (IsAborted || IsDisposed));

    private void End(Expected outcome)
    {
        _cache.Clear();
        foreach (Promise promise in _pending.Concat(_waiting.SelectMany(batch => batch.Promises)))
            promise.Outcome = outcome;
        _pending = [];
        _waiting.Clear();
    }

    private void StartWaiting()
    {
        while (_waiting.Count > 0 && Running.Count < variant.MaxConcurrentBatches)
        {
            ModelBatch batch = _waiting.Dequeue();
            if (batch.IsAbandoned)
            {
                foreach (Promise promise in batch.Promises)
                    promise.Outcome = Expected.Cancelled;
                continue;
            }

            Running.Add(batch);
            Started.Add(batch);
        }
    }

    private void AbandonIfLeft(ModelBatch batch)
    {
        if (batch.IsAbandoned || batch.HasCallers)
            return;
        batch.IsAbandoned = true;
        Evict(batch);
    }

    // Row U6: its own entries, never a newer one.
    private void Evict(ModelBatch batch)
    {
        foreach (Promise promise in batch.Promises)
        {
            int identity = variant.IdentityOf(promise.Key);
            if (_cache.TryGetValue(identity, out Promise? cached) && ReferenceEquals(cached, promise))
                _cache.Remove(identity);
        }
    }
}
