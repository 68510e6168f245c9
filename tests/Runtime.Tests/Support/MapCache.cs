using System.Diagnostics.CodeAnalysis;

namespace DataLoader.Tests;

/// <summary>A cache of the user's own: a dictionary that keeps its newest entries, all by default.</summary>
internal sealed class MapCache<TKey, TValue>(int capacity = int.MaxValue) : ILoaderCache<TKey, TValue>
    where TKey : notnull
{
    private readonly List<KeyValuePair<TKey, Task<TValue>>> _entries = [];
    private int _inside;

    /// <summary>The keys, oldest first.</summary>
    public TKey[] Keys => [.. _entries.Select(entry => entry.Key)];

    /// <summary>Whether two calls of one loader overlapped.</summary>
    public bool Overlapped { get; private set; }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out Task<TValue> task)
    {
        using Call call = Enter();
        int index = IndexOf(key);
        task = index < 0 ? null : _entries[index].Value;
        return index >= 0;
    }

    public bool TryAdd(TKey key, Task<TValue> task)
    {
        using Call call = Enter();
        if (IndexOf(key) >= 0)
            return false;

        if (_entries.Count == capacity)
            _entries.RemoveAt(0);

        _entries.Add(new(key, task));
        return true;
    }

    public bool Remove(TKey key)
    {
        using Call call = Enter();
        return RemoveAt(IndexOf(key));
    }

    public bool Remove(TKey key, Task<TValue> expected)
    {
        using Call call = Enter();
        int index = IndexOf(key);
        return RemoveAt(index >= 0 && ReferenceEquals(_entries[index].Value, expected) ? index : -1);
    }

    public void Clear()
    {
        using Call call = Enter();
        _entries.Clear();
    }

    private int IndexOf(TKey key) => _entries.FindIndex(entry => EqualityComparer<TKey>.Default.Equals(entry.Key, key));

    private bool RemoveAt(int index)
    {
        if (index >= 0)
            _entries.RemoveAt(index);

        return index >= 0;
    }

    private Call Enter()
    {
        Overlapped |= Interlocked.Increment(ref _inside) > 1;
        return new(this);
    }

    private readonly struct Call(MapCache<TKey, TValue> cache) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref cache._inside);
    }
}
