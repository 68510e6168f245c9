namespace DataLoader.Dispatch;

/// <summary>Batches in order. Most often there is one at a time: it stands here itself.</summary>
/// <remarks>A mutable struct: keep it in a field or a local, and do not use a copy of it and the original.</remarks>
internal struct BatchQueue
{
    // Never null while there are others behind it.
    private IBatch? _first;
    private Queue<Item>? _others;

    public readonly bool IsEmpty => _first is null;

    public void Enqueue(IBatch batch)
    {
        if (_first is null)
            _first = batch;
        else
            (_others ??= new()).Enqueue(new Item(batch));
    }

    public IBatch? Dequeue()
    {
        IBatch? batch = _first;
        _first = _others is not null && _others.TryDequeue(out Item next) ? next.Batch : null;
        return batch;
    }

    // A struct: storing an interface in an array would look up each time whether the object has it.
    private readonly struct Item(IBatch batch)
    {
        public readonly IBatch Batch = batch;
    }
}
