using DataLoader.Threading;

namespace DataLoader.Dispatch;

/// <summary>
/// The scopes, by their dispatchers, that wait for a frame before they send what they hold. Changed by the frame's thread under the frame's gate.
/// </summary>
/// <remarks>A mutable struct: keep it in a field.</remarks>
internal struct JoinedScopes()
{
    // As many as _count says are there; the rest is null.
    private Dispatcher?[] _dispatchers = new Dispatcher?[2];

    [ReadOutsideGate]
    private int _count;

    public int Count => _count;

    public Dispatcher this[int index] => _dispatchers[index]!;

    /// <summary>Whether this is the first one: code of one scope is the common case.</summary>
    public bool IsFirst(Dispatcher dispatcher) => _count > 0 && ReferenceEquals(_dispatchers[0], dispatcher);

    /// <summary>Frame's gate held. Adds a scope, unless it is there.</summary>
    /// <returns>Whether it was not there: it must be told that a frame has entered.</returns>
    public bool TryAdd(Dispatcher dispatcher)
    {
        int count = _count;
        for (int i = 0; i < count; i++)
        {
            if (ReferenceEquals(_dispatchers[i], dispatcher))
                return false;
        }

        if (count == _dispatchers.Length)
            Array.Resize(ref _dispatchers, count * 2);
        _dispatchers[count] = dispatcher;
        _count = count + 1;
        return true;
    }

    /// <summary>Frame's gate held. Takes one out; the last one moves to its place.</summary>
    public void RemoveAt(int index)
    {
        int last = _count - 1;
        _dispatchers[index] = _dispatchers[last];
        _dispatchers[last] = null;
        _count = last;
    }

    /// <summary>Frame's gate held. Takes all of them out, but leaves them where they were for <see cref="LeaveTaken"/>.</summary>
    /// <returns>How many there were.</returns>
    public int TakeAll()
    {
        int count = _count;
        _count = 0;
        return count;
    }

    /// <summary>Tells the scopes that were taken out that the frame has left. No lock held.</summary>
    public void LeaveTaken(int count, bool isScattered)
    {
        for (int i = 0; i < count; i++)
        {
            _dispatchers[i]!.FrameLeft(isScattered);
            _dispatchers[i] = null;
        }
    }

    /// <summary>Frame's gate held.</summary>
    public Dispatcher[] ToArray() => _count == 0 ? [] : [.. _dispatchers.AsSpan(0, _count)!];
}
