namespace DataLoader.Batches;

/// <summary>Which key comes next of those of a list that nobody has a task for.</summary>
/// <remarks>A mutable struct: keep it in a variable.</remarks>
internal struct ListCursor<TValue>(ListPart<TValue>? first)
{
    private ListPart<TValue>? _part = first;
    private int _index;

    /// <summary>The part of the next key. There is one.</summary>
    public ListPart<TValue> Part
    {
        get
        {
            // Until the first key of a part was read, its count may change: it is at least 1. Who asks for a next key has one, so there is a part.
            if (_index > 0 && _index == _part!.Count)
                (_part, _index) = (_part.Next, 0);
            return _part!;
        }
    }

    /// <summary>What came for the next key, whose part is completed: an error, or null and a value. Goes on to the key behind it.</summary>
    public Exception? Take(out TValue value)
    {
        ListPart<TValue> part = _part!;
        int index = _index++;
        Exception? error = part.ErrorAt(index);
        value = error is null ? part.ValueAt(index) : default!; // Nobody reads it beside an error.
        return error;
    }
}
