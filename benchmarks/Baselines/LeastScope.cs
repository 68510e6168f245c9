namespace Baselines;

/// <summary>The scope of <see cref="LeastLoader{TKey, TValue}"/>: the loaders with pending keys.</summary>
public sealed class LeastScope
{
    private Member? _first;
    private Member? _last;
    private int _gate;

    /// <summary>Sends all pending keys.</summary>
    public void Dispatch()
    {
        while (_first is { } member)
        {
            _first = member.Next;
            if (_first is null)
                _last = null;
            member.Next = null;
            member.Dispatch();
        }
    }

    internal void Hold(Member member, bool locks)
    {
        if (locks && Interlocked.CompareExchange(ref _gate, 1, 0) != 0)
            throw new NotSupportedException("Only one thread.");
        if (_last is null)
            _first = member;
        else
            _last.Next = member;
        _last = member;
        if (locks)
            Volatile.Write(ref _gate, 0);
    }

    public abstract class Member
    {
        internal Member? Next { get; set; }

        internal abstract void Dispatch();
    }
}
