namespace DataLoader.Batches;

/// <summary>The batches of a loader that have not answered all their callers. Guarded by the loader's gate.</summary>
/// <remarks>A mutable struct: keep it in a field.</remarks>
internal struct BatchSet<TKey, TValue>
    where TKey : notnull
{
    // Most loaders have one batch out at a time, and then there is no set.
    private Batch<TKey, TValue>? _one;
    private HashSet<Batch<TKey, TValue>>? _others;

    public readonly bool IsEmpty => _one is null && _others is not { Count: > 0 };

    public readonly bool HoldsOnly(Batch<TKey, TValue> batch)
        => ReferenceEquals(_one, batch) ? _others is not { Count: > 0 } : _one is null && _others is { Count: 1 } && _others.Contains(batch);

    public readonly bool Contains(Batch<TKey, TValue> batch) => ReferenceEquals(_one, batch) || _others?.Contains(batch) == true;

    public void Add(Batch<TKey, TValue> batch)
    {
        if (_one is null)
            _one = batch;
        else
            (_others ??= []).Add(batch);
    }

    /// <summary>Takes a batch out; one that is out already is left alone.</summary>
    public void Remove(Batch<TKey, TValue> batch)
    {
        if (ReferenceEquals(_one, batch))
            _one = null;
        else
            _others?.Remove(batch);
    }

    public readonly Batch<TKey, TValue>[] ToArray()
    {
        if (_others is not { Count: > 0 })
            return _one is null ? [] : [_one];
        return _one is null ? [.. _others] : [_one, .. _others];
    }
}
