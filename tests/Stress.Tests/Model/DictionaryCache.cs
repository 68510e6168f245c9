namespace DataLoader.Stress.Model;

/// <summary>The simplest cache of a user's own. Not safe for threads: the loader calls it one call at a time.</summary>
internal sealed class DictionaryCache : ILoaderCache<int, int>
{
    private readonly Dictionary<int, Task<int>> _tasks = [];

    public bool TryGet(int key, out Task<int> task) => _tasks.TryGetValue(key, out task!);

    public bool TryAdd(int key, Task<int> task) => _tasks.TryAdd(key, task);

    public bool Remove(int key) => _tasks.Remove(key);

    public bool Remove(int key, Task<int> expected)
        => _tasks.TryGetValue(key, out Task<int>? task) && ReferenceEquals(task, expected) && _tasks.Remove(key);

    public void Clear() => _tasks.Clear();
}
