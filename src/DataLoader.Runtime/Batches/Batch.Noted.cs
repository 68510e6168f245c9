namespace DataLoader;

/// <content>What the steps before the batch method tell observers of it.</content>
public abstract partial class Batch<TKey, TValue>
{
    /// <summary>Before the outcome is set: so many requests were in the call that it comes from.</summary>
    internal void NoteRequests(int count)
    {
        if (Telemetry?.Note is { } note)
            note.Requests = count;
    }

    /// <summary>Before the outcome is set: a value cache had so many of the keys.</summary>
    internal void NoteCached(int count)
    {
        if (Telemetry?.Note is { } note)
            note.CachedKeys = count;
    }
}
