namespace DataLoader.AspNetCore;

/// <summary>The last so many entries. Safe for threads.</summary>
internal sealed class TimelineRing(int capacity)
{
    private readonly Queue<TimelineEntry> _entries = new();

    /// <summary>The entries, the newest first.</summary>
    public TimelineEntry[] Newest
    {
        get
        {
            lock (_entries)
                return [.. _entries.Reverse()];
        }
    }

    public void Add(TimelineEntry entry)
    {
        lock (_entries)
        {
            if (_entries.Count == capacity)
                _entries.Dequeue();
            _entries.Enqueue(entry);
        }
    }

    public TimelineEntry? Find(long scopeId)
    {
        lock (_entries)
            return _entries.FirstOrDefault(entry => entry.Scope.ScopeId == scopeId);
    }
}
