namespace DataLoader.Batches;

/// <summary>Parts of lists in the order of their keys. Guarded by the loader's gate until they have a batch.</summary>
/// <remarks>A mutable struct: keep it in a field. One field in each loader: the first part knows the last one.</remarks>
internal struct ListQueue<TValue>
{
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
        if (First is null)
            First = part;
        else
            First.Last.Following = part;
        First.Last = part;
    }

    /// <summary>Takes the parts out that stand before this place, and of one that reaches over it what stands before it.</summary>
    /// <returns>The first of them; the others follow. Null when there are none.</returns>
    public ListPart<TValue>? TakeBefore(int end)
    {
        int count = 0;
        ListPart<TValue>? first = First;
        ListPart<TValue>? taken = null;
        for (ListPart<TValue>? part = first; part is not null && part.From < end; part = part.Following)
        {
            taken = part;
            count++;
        }

        if (first is null || taken is null)
            return null;
        First = taken.CutAt(end) ?? taken.Following;
        taken.Following = null;

        // What was cut off the last one is the last one now.
        if (First is not null)
            First.Last = ReferenceEquals(first.Last, taken) ? First : first.Last;
        first.CountOfParts = count;
        return first;
    }
}
