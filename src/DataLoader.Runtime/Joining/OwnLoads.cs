using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataLoader.Joining;

/// <summary>
/// The callers of a loader's keys who have tasks of their own, by the task of the key, in the order in which they came. Guarded by the loader's gate.
/// </summary>
internal sealed class OwnLoads<TValue>
{
    private readonly Dictionary<Task<TValue>, Line> _lines = [];

    public bool IsEmpty => _lines.Count == 0;

    public bool HasAny(Task<TValue> load) => _lines.TryGetValue(load, out Line line) && line.First is not null;

    public void Add(Task<TValue> load, OwnLoad<TValue> own)
    {
        ref Line line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, load, out _);
        own.Previous = line.Last;
        if (line.Last is { } last)
            last.Next = own;
        else
            line.First = own;
        line.Last = own;
    }

    /// <summary>Takes the first caller of a key that is done. Null when there is none any more; then the key is forgotten.</summary>
    public OwnLoad<TValue>? Take(Task<TValue> load)
    {
        if (!_lines.TryGetValue(load, out Line line))
            return null;

        // All of its callers may have left: a failure that nobody waits for is not an unobserved one.
        _ = load.Exception;
        if (line.First is null)
            _lines.Remove(load);
        else
            Remove(load, line.First);
        return line.First;
    }

    /// <summary>Takes a caller out; one who is out already is left alone.</summary>
    public void Remove(Task<TValue> load, OwnLoad<TValue> own)
    {
        ref Line line = ref CollectionsMarshal.GetValueRefOrNullRef(_lines, load);
        if (Unsafe.IsNullRef(ref line) || (own.Previous is null && line.First != own))
            return;

        if (own.Previous is { } previous)
            previous.Next = own.Next;
        else
            line.First = own.Next;
        if (own.Next is { } next)
            next.Previous = own.Previous;
        else
            line.Last = own.Previous;
        own.Previous = null;
        own.Next = null;
    }

    private struct Line
    {
        public OwnLoad<TValue>? First;
        public OwnLoad<TValue>? Last;
    }
}
