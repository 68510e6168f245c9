using System.Diagnostics.CodeAnalysis;

namespace DataLoader.Interleavings.Support;

/// <summary>A cache that is called by one thread at a time, and says so when it is not.</summary>
internal sealed class MapCache : ILoaderCache<int, int>
{
    private readonly Dictionary<int, Task<int>> _tasks = [];
    private int _calls;

    public bool TryGet(int key, [MaybeNullWhen(false)] out Task<int> task)
    {
        Task<int>? found = null;
        bool has = Alone(() => _tasks.TryGetValue(key, out found));
        task = found;
        return has;
    }

    public bool TryAdd(int key, Task<int> task) => Alone(() => _tasks.TryAdd(key, task));

    public bool Remove(int key) => Alone(() => _tasks.Remove(key));

    public bool Remove(int key, Task<int> expected)
        => Alone(() => ((ICollection<KeyValuePair<int, Task<int>>>)_tasks).Remove(new KeyValuePair<int, Task<int>>(key, expected)));

    public void Clear()
        => Alone(() =>
        {
            _tasks.Clear();
            return true;
        });

    // Two steps: another call would come between them.
    private bool Alone(Func<bool> call)
    {
        Assert.Equal(1, Interlocked.Increment(ref _calls));
        bool result = call();
        Interlocked.Decrement(ref _calls);
        return result;
    }
}
