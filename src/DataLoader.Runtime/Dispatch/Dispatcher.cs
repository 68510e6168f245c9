using System.Runtime.CompilerServices;
using DataLoader.Table;

namespace DataLoader.Dispatch;

/// <summary>
/// The dispatch rule of one scope: when the pending keys of its loaders are sent.
/// <para>
/// Keys asked for inside a frame (a continuation of a batch, or a root frame) wait until the last frame of the scope on any thread has run out of
/// work, and then leave together. Keys asked for outside every frame wait for a look: a pool item that sends them once their origin has
/// evidently stopped asking. A batch in flight delays a dispatch by one hop of the pool, never longer.
/// </para>
/// </summary>
/// <remarks>
/// Invariants. I1: keys are held only while a look is posted, a frame has joined, or a thread is just leaving under the gate.
/// I2: the watchdog watches every frame that keys wait for. I3: no promise is completed and no user code runs under a lock.
/// I5: all held loaders are started before the first of their completions is processed. I6: a dispatch never waits for a batch.
/// </remarks>
internal sealed class Dispatcher
{
    private Gate _gate;
    private int _frameCount;
    private int _inFlight;
    private int _heldVersion;

    // The last one of a circle: the first one follows it.
    private ScopedLoader? _lastHeld;
    private volatile Look? _look;

    /// <summary>Whether keys are held. A hint: another thread may change it at any time.</summary>
    public bool HoldsKeys => _lastHeld is not null;

    /// <summary>Takes a loader whose first key has become pending.</summary>
    public void Hold(ScopedLoader keys)
    {
        CompletionFrame? frame = CompletionFrame.Current;
        if (frame is not null && !frame.TryJoin(this, asksForKeys: true))
            frame = null;

        Look? look = null;
        _gate.Enter();
        if (keys.NextHeld is null)
            Append(keys);
        _heldVersion++;

        // The watchdog may have given the frame up between the join and here: then nothing is left to wait for.
        if (frame is null || _frameCount == 0)
        {
            if (_look is null)
                look = _look = new Look(this, afterFrame: false);
            else
                _look.NoteOrigin();
        }

        _gate.Exit();
        look?.Post();
    }

    /// <summary>Tells that a key was added to a loader that is held already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NoteKey()
    {
        // In the common case, keys asked for in a frame, this is one read.
        if (_look is { } look)
            NoteKey(look);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteKey(Look look)
    {
        CompletionFrame.Current?.TryJoin(this, asksForKeys: true);
        look.NoteOrigin();
    }

    /// <summary>Counts a batch whose method has returned, but not its outcome.</summary>
    public void BatchInFlight()
    {
        _gate.Enter();
        _inFlight++;
        _gate.Exit();
    }

    /// <summary>Counts such a batch out: its outcome is there.</summary>
    public void BatchLanded()
    {
        _gate.Enter();
        _inFlight--;
        _gate.Exit();
    }

    /// <summary>A frame begins to run code of this scope.</summary>
    public void Enter()
    {
        _gate.Enter();
        _frameCount++;
        _gate.Exit();
    }

    /// <summary>A frame has ended or was given up. The last one leaves what is held to a look behind everything that has completed already.</summary>
    public void Leave()
    {
        Look? look = null;
        _gate.Enter();
        _frameCount--;
        if (_frameCount == 0 && _lastHeld is not null && _look is null)
            look = _look = new Look(this, afterFrame: true);
        _gate.Exit();
        look?.Post();
    }

    /// <summary>
    /// Takes what is held if the calling frame is the last one of this scope and nothing speaks for waiting: no look is under way (its keys may
    /// still grow), and no batch is in flight (it may have completed just now, and its callers ask next).
    /// </summary>
    public ScopedLoader? TakeIfLast()
    {
        if (_lastHeld is null)
            return null;
        _gate.Enter();
        ScopedLoader? held = _frameCount > 1 || _inFlight > 0 || _look is not null ? null : TakeHeld();
        _gate.Exit();
        return held;
    }

    /// <summary>Takes what is held, whatever else goes on.</summary>
    public ScopedLoader? Take()
    {
        _gate.Enter();
        ScopedLoader? held = TakeHeld();
        _gate.Exit();
        return held;
    }

    /// <summary>For the look: sends what is held if it may, or leaves it to a frame.</summary>
    /// <returns>Whether the look is over.</returns>
    public bool TryEndLook(Look look, bool maySend, bool queueIsEmpty)
    {
        ScopedLoader? held = null;
        _gate.Enter();
        if (_lastHeld is null || _frameCount > 0)
        {
            // Nothing to send, or the last frame sends it.
            _look = null;
        }
        else if (maySend && look.IsQuiet(Version(), queueIsEmpty))
        {
            _look = null;
            held = TakeHeld();
        }

        bool over = _look is null;
        _gate.Exit();
        if (held is not null)
            CompletionFrame.Send(this, held, look.Reason);
        return over;
    }

    /// <summary>For the watchdog: whether keys are held.</summary>
    /// <param name="version">Changes with every key; 0 while none is held.</param>
    public bool TryGetHeld(out long version)
    {
        _gate.Enter();
        bool holds = _lastHeld is not null;
        version = holds ? Version() : 0;
        _gate.Exit();
        return holds;
    }

    private void Append(ScopedLoader keys)
    {
        if (_lastHeld is { } last)
            (keys.NextHeld, last.NextHeld) = (last.NextHeld, keys);
        else
            keys.NextHeld = keys;
        _lastHeld = keys;
    }

    private ScopedLoader? TakeHeld()
    {
        _heldVersion++;
        if (_lastHeld is not { } last)
            return null;
        _lastHeld = null;
        ScopedLoader? first = last.NextHeld;
        last.NextHeld = null;
        return first;
    }

    private long Version()
    {
        long keys = 0;
        for (ScopedLoader? held = _lastHeld?.NextHeld; held is not null; held = ReferenceEquals(held, _lastHeld) ? null : held.NextHeld)
            keys += held.PendingCount;
        return ((long)_heldVersion << 32) + keys;
    }
}
