namespace DataLoader.Loading;

/// <summary>The batches of a loader that have not answered all their callers. Guarded by the loader's gate.</summary>
internal struct BatchSet<TKey, TValue>
    where TKey : notnull
{
    // Most loaders have one batch out at a time: it stands here itself. Several are a set.
    private object? _batches;

    public readonly bool IsEmpty => _batches is null;

    public readonly bool HoldsOnly(Batch<TKey, TValue> batch)
        => ReferenceEquals(_batches, batch) || (_batches is HashSet<Batch<TKey, TValue>> { Count: 1 } several && several.Contains(batch));

    public void Add(Batch<TKey, TValue> batch)
    {
        if (_batches is null)
            _batches = batch;
        else if (_batches is HashSet<Batch<TKey, TValue>> several)
            several.Add(batch);
        else
            _batches = new HashSet<Batch<TKey, TValue>> { (Batch<TKey, TValue>)_batches, batch };
    }

    /// <summary>Takes a batch out; one that is out already is left alone.</summary>
    public void Remove(Batch<TKey, TValue> batch)
    {
        if (ReferenceEquals(_batches, batch) || (_batches is HashSet<Batch<TKey, TValue>> several && several.Remove(batch) && several.Count == 0))
            _batches = null;
    }

    public readonly Batch<TKey, TValue>[] ToArray()
        => _batches is null ? [] : _batches is HashSet<Batch<TKey, TValue>> several ? [.. several] : [(Batch<TKey, TValue>)_batches];
}
