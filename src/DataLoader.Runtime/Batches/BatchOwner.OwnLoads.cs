using DataLoader.Dispatch;
using DataLoader.Joining;
using DataLoader.Threading;

namespace DataLoader.Batches;

/// <content>The callers who wait for a key with tasks of their own.</content>
internal abstract partial class BatchOwner<TKey, TValue>
{
    private readonly bool _belongsToRequest = scope is not null;

    // Null until the first one. Guarded by the gate.
    private OwnLoads<TValue>? _ownLoads;

    [ReadOutsideGate]
    private volatile bool _hasOwnLoads;

    /// <summary>Whether callers wait with tasks of their own. Read it after the key's task was completed.</summary>
    public bool HasOwnLoads => _hasOwnLoads;

    /// <summary>Lets a caller wait for a key with a task of its own, if this loader completes that key: what a user's cache gave may be another's.</summary>
    /// <returns>False when the key's task is done, or is not this loader's to complete.</returns>
    public virtual bool TryAttach(Task<TValue> load, OwnLoad<TValue> own)
    {
        Gate.Enter();
        OwnLoads<TValue> loads = _ownLoads ??= new();
        loads.Add(load, own);
        _hasOwnLoads = true;

        // The thread that completes the key does so first and then looks for own loads: one of the two sees the other.
        Interlocked.MemoryBarrier();
        bool attached = !load.IsCompleted;
        if (!attached)
            loads.Remove(load, own);
        Gate.Exit();
        return attached;
    }

    /// <summary>Takes a caller out who waits no more.</summary>
    public void Detach(Task<TValue> load, OwnLoad<TValue> own)
    {
        Gate.Enter();
        _ownLoads?.Remove(load, own);
        Gate.Exit();
    }

    /// <summary>
    /// Lets the callers of a key that is done go on, those who have tasks of their own. One by one: while the code of one blocks, another thread
    /// finds the rest here.
    /// </summary>
    public void FinishOwnLoads(Task<TValue> load)
    {
        while (TakeOwnLoad(load) is { } own)
            own.Finish(load);
    }

    /// <summary>Whether callers of a key wait with tasks of their own.</summary>
    public bool HasOwnLoadsOf(Task<TValue> load)
    {
        if (!_hasOwnLoads)
            return false;
        Gate.Enter();
        bool any = _ownLoads?.HasAny(load) ?? false;
        Gate.Exit();
        return any;
    }

    /// <summary>A caller's own task for a key; the key's task itself when that is done, or not this loader's to complete.</summary>
    protected Task<TValue> OwnTaskOf(Task<TValue> load)
    {
        var own = new JoinedLoad<TValue>();
        return TryAttach(load, own) ? own.Task : load;
    }

    /// <summary>
    /// The answer to a further caller of a key: a task of its own, so that what it asks for next stays in the frame that completes the key. A loader
    /// that stands alone gives the classic answer, the task that is there, unless this thread is in a frame.
    /// </summary>
    protected Task<TValue> Share(Task<TValue> known, bool canCancel)
    {
        // A caller who can cancel gets a task of its own in any case.
        if (canCancel || known.IsCompleted)
            return known;
        if (_belongsToRequest || CompletionFrame.Current is not null)
            return OwnTaskOf(known);
        NoteSharedTask();
        return known;
    }

    /// <summary>Several callers wait for one task. .NET runs only one of their continuations inline: the next dispatch has to wait for the others.</summary>
    protected void NoteSharedTask() => _othersAskLater = true;

    private OwnLoad<TValue>? TakeOwnLoad(Task<TValue> load)
    {
        Gate.Enter();
        OwnLoad<TValue>? own = null;
        if (_ownLoads is { } loads)
        {
            own = loads.Take(load);
            _hasOwnLoads = !loads.IsEmpty;
        }

        Gate.Exit();
        return own;
    }
}
