namespace DataLoader.Batches;

/// <summary>Parts of lists in the order of their keys. Guarded by the loader's gate until they have a batch.</summary>
/// <remarks>A mutable struct: keep it in a field.</remarks>
internal struct ListQueue<TValue>
{
    private ListPart<TValue>? _last;

    public ListPart<TValue>? First { get; private set; }

    /// <summary>The part that the key at this place is in.</summary>
    public readonly ListPart<TValue>? Of(int place)
    {
        ListPart<TValue>? part = First;
        while (part is not null && part.From + part.Count <= place)
            part = part.Following;
        return part;
    }

    public void Add(ListPart<TValue> part)
    {
        if (_last is null)
            First = part;
        else
            _last.Following = part;
        _last = part;
    }

    /// <summary>Takes the parts out that stand before this place, and of one that reaches over it what stands before it.</summary>
    /// <returns>The first of them; the others follow. Null when there are none.</returns>
    public ListPart<TValue>? TakeBefore(int end, out int count)
    {
        count = 0;
        ListPart<TValue>? first = First;
        ListPart<TValue>? last = null;
        for (ListPart<TValue>? part = first; part is not null && part.From < end; part = part.Following)
        {
            last = part;
            count++;
        }

        if (last is null)
            return null;
        First = last.CutAt(end) ?? last.Following;
        last.Following = null;

        // What was cut off the last one is the last one now.
        if (First?.Following is null)
            _last = First;
        return first;
    }
}
