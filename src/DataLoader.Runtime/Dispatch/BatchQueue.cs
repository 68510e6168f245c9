namespace DataLoader.Dispatch;

/// <summary>Batches that are to be started, in order, linked through themselves.</summary>
internal struct BatchQueue
{
    private IBatch? _first;
    private IBatch? _last;

    public readonly bool IsEmpty => _first is null;

    public void Enqueue(IBatch batch)
    {
        batch.Next = null;
        if (_last is null)
            _first = batch;
        else
            _last.Next = batch;
        _last = batch;
    }

    public IBatch? Dequeue()
    {
        IBatch? batch = _first;
        if (batch is not null)
        {
            _first = batch.Next;
            if (_first is null)
                _last = null;
        }

        return batch;
    }
}
