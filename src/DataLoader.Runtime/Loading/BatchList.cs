namespace DataLoader.Loading;

/// <summary>The batches of a loader that have not answered all their callers, linked through themselves. Guarded by the loader's gate.</summary>
internal struct BatchList<TKey, TValue>
    where TKey : notnull
{
    private Batch<TKey, TValue>? _first;

    public readonly bool IsEmpty => _first is null;

    public readonly bool HoldsOnly(Batch<TKey, TValue> batch) => ReferenceEquals(_first, batch) && batch.Following is null;

    public void Add(Batch<TKey, TValue> batch)
    {
        batch.Following = _first;
        if (_first is not null)
            _first.Previous = batch;
        _first = batch;
    }

    /// <summary>Takes a batch out; one that is out already is left alone.</summary>
    public void Remove(Batch<TKey, TValue> batch)
    {
        if (batch.Previous is not null)
            batch.Previous.Following = batch.Following;
        else if (ReferenceEquals(_first, batch))
            _first = batch.Following;
        if (batch.Following is not null)
            batch.Following.Previous = batch.Previous;
        batch.Previous = batch.Following = null;
    }

    public readonly Batch<TKey, TValue>[] ToArray()
    {
        if (_first is null)
            return [];
        List<Batch<TKey, TValue>> batches = [];
        for (Batch<TKey, TValue>? batch = _first; batch is not null; batch = batch.Following)
            batches.Add(batch);
        return [.. batches];
    }
}
