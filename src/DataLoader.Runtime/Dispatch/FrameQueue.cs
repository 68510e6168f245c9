namespace DataLoader.Dispatch;

/// <summary>Batches, or other work of a frame, in order. Most often there is one at a time: it stands here itself.</summary>
/// <remarks>A mutable struct: keep it in a field or a local, and do not use a copy of it and the original.</remarks>
internal struct FrameQueue<T>
    where T : class, IFrameWork
{
    // A thread keeps room for so many, not for the most there ever were.
    private const int MostKept = 256;

    // Never null while there are others behind it.
    private T? _first;
    private Queue<Item>? _others;

    public readonly bool IsEmpty => _first is null;

    public void Enqueue(T work)
    {
        if (_first is null)
            _first = work;
        else
            (_others ??= new()).Enqueue(new Item(work));
    }

    public T? Dequeue()
    {
        T? work = _first;
        _first = _others is not null && _others.TryDequeue(out Item next) ? next.Work : null;
        return work;
    }

    /// <summary>Gives back the room of an empty queue, if it is large.</summary>
    public void Trim()
    {
        if (_others is { Count: 0 } others && others.EnsureCapacity(0) > MostKept)
            _others = null;
    }

    // A struct: storing an interface in an array would look up each time whether the object has it.
    private readonly struct Item(T work)
    {
        public readonly T Work = work;
    }
}
