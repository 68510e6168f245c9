using DataLoader.Events;
using DataLoader.Threading;

namespace DataLoader.Dispatch;

/// <summary>
/// A thread that completes promises, or runs the body of a root frame. Keys that the code in it asks for are held until the frame has nothing
/// left to complete; then they are sent together, and what completes at once is completed here too: levels of nested loads need no hop of the
/// pool and no depth of stack. A thread is in one frame at a time (N4): opening another one joins it.
/// </summary>
internal sealed partial class CompletionFrame
{
    /// <summary>How many scopes a frame may have joined before it leaves those that hold nothing.</summary>
    public const int MaxIdleScopes = 8;

    [ThreadStatic]
    private static CompletionFrame? t_frame;

    private readonly Thread _thread = Thread.CurrentThread;
    private CompletionFrame? _below;
    private JoinedScopes _joined = new();

    // Empty except while loaders are cut: kept for its room, used by this thread alone.
    private FrameQueue<IBatch> _cut;
    private FrameQueue<IBatch> _toStart;
    private FrameQueue<IFrameWork> _toComplete;

    [ReadOutsideGate]
    private IFrameWork? _completing;

    // Between the frame's thread and the watchdog.
    private BiasedGate _gate;
    private int _depth;
    private int _steps;

    [ReadOutsideGate]
    private bool _disowned;

    [ReadOutsideGate]
    private bool _isOver;

    private bool _othersAskLater;
    private bool _askedForKeys;

    // Of the root frames: the innermost one that is open, or 0, and the last one there was.
    private int _opening;
    private int _lastOpening;

    /// <summary>The frame this thread is in, or null.</summary>
    public static CompletionFrame? Current => t_frame is { _depth: > 0, _disowned: false } frame ? frame : null;

    /// <summary>Whether this thread is in the middle of completing a batch.</summary>
    public static bool IsCompleting => t_frame is { _depth: > 0, _completing: not null };

    /// <summary>The batch whose completion has woken up the code that this thread runs; null outside every completion.</summary>
    public static IFrameWork? Completing => t_frame is { _depth: > 0, _disowned: false } frame ? frame._completing?.Cause : null;

    /// <summary>Whether the frame's thread waits for something: a lock, a blocking wait on a task, a sleep.</summary>
    public bool IsBlocked => (_thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>Whether the frame's thread is in it, and was not given up.</summary>
    public bool IsOpen => Volatile.Read(ref _depth) > 0 && !_disowned;

    /// <summary>Whether the frame will never be opened again: it was given up, it stood above one that was, or its thread has ended.</summary>
    public bool IsOver => _disowned || _isOver || (!_thread.IsAlive && !IsOpen);

    /// <summary>Whether the thread has ended in the middle of the frame: nobody will ever close it.</summary>
    public bool IsForsaken => !_thread.IsAlive && IsOpen;

    /// <summary>Changes whenever the frame is opened, or takes up the next thing to do.</summary>
    public int Steps => Volatile.Read(ref _steps);

    /// <summary>Opens a frame on this thread, or joins the one it is in.</summary>
    public static CompletionFrame Open(Dispatcher dispatcher)
    {
        CompletionFrame? frame = t_frame;
        if (frame is null or { _depth: > 0, _disowned: true })
        {
            // A frame that was given up is still on this stack, below: it ends when its own code ends.
            frame = new CompletionFrame { _below = frame };
            t_frame = frame;
            Watchdog.Add(new WatchedFrame(frame));
        }

        // Joining is a full fence, so that the watchdog sees the depth or is woken.
        frame._depth++;
        frame._steps++;
        frame.TryJoin(dispatcher, asksForKeys: false);
        Watchdog.Wake();
        return frame;
    }

    /// <summary>Opens a root frame on this thread, or joins the frame it is in.</summary>
    /// <param name="dispatcher">Whose keys it collects.</param>
    /// <param name="opening">Tells this opening from every other one of the frame.</param>
    /// <param name="outer">The opening around this one.</param>
    public static CompletionFrame OpenRoot(Dispatcher dispatcher, out int opening, out int outer)
    {
        CompletionFrame frame = Open(dispatcher);
        outer = frame._opening;
        frame._opening = opening = ++frame._lastOpening;
        return frame;
    }

    /// <summary>Closes a root frame. The outermost one starts the batches of its keys. Closing twice does nothing.</summary>
    public static void CloseRoot(CompletionFrame frame, int opening, int outer)
    {
        if (!ReferenceEquals(t_frame, frame) || frame._opening != opening)
            return;
        frame._opening = outer;
        frame.Close(root: true);
    }

    /// <summary>Ends what <see cref="Open"/> began.</summary>
    public void Leave() => Close(root: false);

    /// <summary>Makes the dispatcher wait for this frame. False when the frame was given up.</summary>
    public bool TryJoin(Dispatcher dispatcher, bool asksForKeys)
    {
        _askedForKeys |= asksForKeys;

        // The common case: code of one scope. If the frame is given up at this very moment, code that relies on it finds out under a gate.
        if (_joined.IsFirst(dispatcher) && !_disowned)
            return true;

        _gate.Enter();
        bool joined = !_disowned;
        if (joined && _joined.TryAdd(dispatcher))
            dispatcher.FrameEntered();
        _gate.Exit();
        return joined;
    }

    /// <summary>
    /// For the watchdog: the frame's thread comes no further, so nothing may wait for it any more. What it had still to do goes to the pool, down to
    /// the rest of the batch it is in the middle of. The thread may go on at any moment.
    /// </summary>
    public void Disown()
    {
        _gate.EnterAsOther();
        if (_disowned || _depth == 0)
        {
            _gate.ExitAsOther();
            return;
        }

        _disowned = true;
        IFrameWork? completing = _completing;
        FrameQueue<IBatch> toStart = _toStart;
        FrameQueue<IFrameWork> toComplete = _toComplete;
        _toStart = default;
        _toComplete = default;
        Dispatcher[] joined = _joined.ToArray();
        _joined.TakeAll();
        _gate.ExitAsOther();

        while (toStart.Dequeue() is { } batch)
            PoolHandover.Start(batch);
        if (completing is not null)
            PoolHandover.TakeOver(completing);
        while (toComplete.Dequeue() is { } work)
            PoolHandover.Complete(work);
        foreach (Dispatcher dispatcher in joined)
            dispatcher.FrameLeft(wasGivenUp: true);
        LoaderEvents.Log.FrameGivenUp(_thread.ManagedThreadId);
    }

    /// <summary>For the watchdog: what waits for this frame.</summary>
    /// <param name="batches">Whether batches wait, to be started or completed, or the rest of the one under completion.</param>
    /// <param name="remaining">How many keys the one under completion has left.</param>
    /// <returns>The dispatchers that wait.</returns>
    public Dispatcher[] Joined(out bool batches, out int remaining)
    {
        _gate.EnterAsOther();
        Dispatcher[] joined = _joined.ToArray();
        remaining = _completing?.Remaining ?? 0;
        batches = remaining > 0 || !_toStart.IsEmpty || !_toComplete.IsEmpty;
        _gate.ExitAsOther();
        return joined;
    }

    private void Close(bool root)
    {
        if (_depth > 1)
        {
            _depth--;
            return;
        }

        Drain(force: root && _askedForKeys);
        End();
    }

    // A chain that goes on and on in one frame may run through any number of scopes. No code of theirs is running now: those that hold nothing are
    // joined again when it asks for more.
    private void LeaveIdleScopes()
    {
        for (int i = _joined.Count - 1; i >= 0; i--)
        {
            Dispatcher dispatcher = _joined[i];
            if (dispatcher.HoldsKeys)
                continue;

            // A frame that was given up has left its scopes already.
            _gate.Enter();
            bool leaves = !_disowned;
            if (leaves)
                _joined.RemoveAt(i);
            _gate.Exit();
            if (!leaves)
                return;
            dispatcher.FrameLeft();
        }
    }

    private void End()
    {
        _gate.Enter();
        bool disowned = _disowned;
        int joinedCount = _joined.TakeAll();
        bool isScattered = _othersAskLater;
        _depth = 0;
        _othersAskLater = false;
        _askedForKeys = false;
        _gate.Exit();
        _cut.Trim();
        _toStart.Trim();
        _toComplete.Trim();
        _joined.LeaveTaken(joinedCount, isScattered);

        // The watchdog may still hold a frame that was given up: the thread makes a new one.
        if (disowned || _below is not null)
        {
            _isOver = true;
            t_frame = _below;
        }
    }
}
