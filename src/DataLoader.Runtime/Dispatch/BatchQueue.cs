namespace DataLoader.Dispatch;

/// <summary>Batches that are to be started, in order, linked through themselves. The last one, and one that is in no queue, has no link.</summary>
internal struct BatchQueue
{
    private IBatch? _first;
    private IBatch? _last;

    public readonly bool IsEmpty => _first is null;

    public void Enqueue(IBatch batch)
    {
        if (_last is null)
            _first = batch;
        else
            _last.Next = batch;
        _last = batch;
    }

    public IBatch? Dequeue()
    {
        IBatch? batch = _first;
        if (batch is null || ReferenceEquals(batch, _last))
        {
            _first = _last = null;
        }
        else
        {
            _first = batch.Next;
            batch.Next = null;
        }

        return batch;
    }
}
