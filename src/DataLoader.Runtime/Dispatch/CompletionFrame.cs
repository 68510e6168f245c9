namespace DataLoader.Dispatch;

/// <summary>
/// A thread that completes promises, or runs the body of a root frame. Keys that the code in it asks for are held until the frame has nothing
/// left to complete; then they are sent together, and what completes at once is completed here too: levels of nested loads need no hop of the
/// pool and no depth of stack. Frames do not nest (I4): an inner one joins the outer one.
/// </summary>
internal sealed class CompletionFrame
{
    /// <summary>How many scopes a frame may have joined before it leaves those that hold nothing.</summary>
    public const int MostIdle = 8;

    [ThreadStatic]
    private static CompletionFrame? t_frame;

    private readonly Thread _thread = Thread.CurrentThread;
    private CompletionFrame? _below;

    // As many as _joinedCount says are there; the rest is null.
    private Dispatcher?[] _joined = new Dispatcher?[2];

    // Empty but while loaders are cut: kept for its room, used by this thread alone.
    private BatchQueue _cut;
    private BatchQueue _toStart;
    private BatchQueue _toComplete;
    private IBatch? _completing;
    private OwnerGate _gate;
    private int _joinedCount;
    private int _depth;
    private int _steps;
    private bool _disowned;
    private bool _isOver;
    private bool _shared;
    private bool _askedForKeys;

    /// <summary>The frame this thread is in, or null.</summary>
    public static CompletionFrame? Current => t_frame is { _depth: > 0, _disowned: false } frame ? frame : null;

    /// <summary>Whether this thread is in the middle of completing a batch.</summary>
    public static bool IsCompleting => t_frame is { _depth: > 0, _completing: not null };

    /// <summary>How many bodies run in this frame, one inside the other.</summary>
    public int Depth => _depth;

    /// <summary>Whether the frame's thread waits for something: a lock, a blocking wait on a task, a sleep.</summary>
    public bool IsBlocked => (_thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>Whether the frame's thread is in it, and was not given up.</summary>
    public bool IsOpen => Volatile.Read(ref _depth) > 0 && !_disowned;

    /// <summary>Whether the frame will never be opened again: it was given up, it stood above one that was, or its thread has ended.</summary>
    public bool IsOver => _disowned || _isOver || !_thread.IsAlive;

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
            Watchdog.Add(frame);
        }

        // Joining is a full fence, so that the watchdog sees the depth or is woken.
        frame._depth++;
        frame._steps++;
        frame.TryJoin(dispatcher, asksForKeys: false);
        Watchdog.Wake();
        return frame;
    }

    /// <summary>Closes a root frame. The outermost one starts the batches of its keys. Closing twice does nothing.</summary>
    public static void Close(CompletionFrame frame, int depth)
    {
        if (ReferenceEquals(t_frame, frame) && frame._depth == depth)
            frame.Close(root: true);
    }

    /// <summary>
    /// Completes a batch whose outcome is there and starts the one that waited for it: in the frame this thread is in, else in one of its own.
    /// </summary>
    public static void Complete(IBatch batch, IBatch? next = null)
    {
        bool inside = t_frame is { _depth: > 0 };
        CompletionFrame frame = inside ? t_frame! : Open(batch.Dispatcher);
        if (!frame.TryEnqueue(batch, next))
        {
            // A thread that sits in a frame that was given up must not be buried deeper.
            CompleteOnPool(batch);
            if (next is not null)
                StartOnPool(next);
        }

        if (!inside)
            frame.Close(root: false);
    }

    /// <summary>Starts a batch that waited for another one: in the frame this thread is in, when it gets to it, else in one of its own.</summary>
    public static void StartNext(IBatch batch)
    {
        if (t_frame is not { _depth: > 0 } current)
            StartElsewhere(batch);
        else if (!current.TryEnqueue(null, batch))
            StartOnPool(batch);
    }

    /// <summary>Starts the batches of held keys, in the frame this thread is in or in one of its own.</summary>
    /// <returns>How many batches were started.</returns>
    public static int Send(Dispatcher dispatcher, ScopedLoader? held, DispatchReason reason)
    {
        CompletionFrame frame = Open(dispatcher);
        int started = frame.Start(held, reason);
        frame.Close(root: false);
        return started;
    }

    /// <summary>Makes the dispatcher wait for this frame. False when the frame was given up.</summary>
    public bool TryJoin(Dispatcher dispatcher, bool asksForKeys)
    {
        _askedForKeys |= asksForKeys;

        // The common case: code of one scope. If the frame is given up at this very moment, whoever relies on it finds out under a gate.
        if (_joinedCount > 0 && ReferenceEquals(_joined[0], dispatcher) && !_disowned)
            return true;

        _gate.Enter();
        bool joined = !_disowned;
        if (joined && !HasJoined(dispatcher))
        {
            if (_joinedCount == _joined.Length)
                Array.Resize(ref _joined, _joinedCount * 2);
            _joined[_joinedCount++] = dispatcher;
            dispatcher.Enter();
        }

        _gate.Exit();
        return joined;
    }

    /// <summary>
    /// For the watchdog: the frame's thread is blocked, so nothing may wait for it any more. What it had still to do goes to the pool, down to
    /// the rest of the batch it is in the middle of.
    /// </summary>
    public void Disown()
    {
        _gate.Visit();
        if (_disowned || _depth == 0)
        {
            _gate.EndVisit();
            return;
        }

        _disowned = true;
        IBatch? completing = _completing;
        BatchQueue toStart = _toStart;
        BatchQueue toComplete = _toComplete;
        _toStart = default;
        _toComplete = default;
        Dispatcher[] joined = JoinedInGate();
        _joinedCount = 0;
        _gate.EndVisit();

        while (toStart.Dequeue() is { } batch)
            StartOnPool(batch);
        if (completing is not null)
            TakeOverOnPool(completing);
        while (toComplete.Dequeue() is { } batch)
            CompleteOnPool(batch);
        foreach (Dispatcher dispatcher in joined)
            dispatcher.Leave();
    }

    /// <summary>For the watchdog: what waits for this frame.</summary>
    /// <param name="batches">Whether batches wait, to be started or completed, or the rest of the one under completion.</param>
    /// <param name="remaining">How many keys the one under completion has left.</param>
    /// <returns>The dispatchers that wait.</returns>
    public Dispatcher[] Joined(out bool batches, out int remaining)
    {
        _gate.Visit();
        Dispatcher[] joined = JoinedInGate();
        remaining = _completing?.Remaining ?? 0;
        batches = remaining > 0 || !_toStart.IsEmpty || !_toComplete.IsEmpty;
        _gate.EndVisit();
        return joined;
    }

    private bool HasJoined(Dispatcher dispatcher)
    {
        for (int i = 0; i < _joinedCount; i++)
        {
            if (ReferenceEquals(_joined[i], dispatcher))
                return true;
        }

        return false;
    }

    private Dispatcher[] JoinedInGate() => _joinedCount == 0 ? [] : [.. _joined.AsSpan(0, _joinedCount)!];

    private static void StartOnPool(IBatch batch)
        => ThreadPool.UnsafeQueueUserWorkItem(static it => StartElsewhere(it), batch, preferLocal: false);

    private static void CompleteOnPool(IBatch batch)
        => ThreadPool.UnsafeQueueUserWorkItem(static it => Complete(it), batch, preferLocal: false);

    private static void TakeOverOnPool(IBatch batch)
        => ThreadPool.UnsafeQueueUserWorkItem(static it => TakeOver(it), batch, preferLocal: false);

    private static void StartElsewhere(IBatch batch)
    {
        CompletionFrame frame = Open(batch.Dispatcher);
        if (frame.TryEnqueue(null, batch))
            frame.StartQueued();
        else
            StartOnPool(batch);
        frame.Close(root: false);
    }

    private static void TakeOver(IBatch batch)
    {
        CompletionFrame frame = Open(batch.Dispatcher);
        frame._gate.Enter();
        bool disowned = frame._disowned;
        frame._completing = batch;
        frame._gate.Exit();
        if (disowned)
            TakeOverOnPool(batch);
        else
            frame.Complete(batch, takeOver: true);
        frame.Close(root: false);
    }

    private bool TryEnqueue(IBatch? toComplete, IBatch? toStart)
    {
        if (!TryJoin((toComplete ?? toStart)!.Dispatcher, asksForKeys: false))
            return false;

        _gate.Enter();
        bool enqueued = !_disowned;
        if (enqueued)
        {
            if (toComplete is not null)
                _toComplete.Enqueue(toComplete);
            if (toStart is not null)
                _toStart.Enqueue(toStart);
        }

        _gate.Exit();
        return enqueued;
    }

    private IBatch? NextToStart()
    {
        if (_toStart.IsEmpty)
            return null;
        _gate.Enter();
        IBatch? batch = _toStart.Dequeue();
        _steps++;
        _gate.Exit();
        return batch;
    }

    // Noted in the same step: whoever gives this frame up finds each batch either in the queue or under completion.
    private IBatch? NextToComplete()
    {
        if (_toComplete.IsEmpty)
            return null;
        _gate.Enter();
        IBatch? batch = _toComplete.Dequeue();
        _completing = batch;
        _steps++;
        _gate.Exit();
        return batch;
    }

    private int Start(ScopedLoader? held, DispatchReason reason)
    {
        while (held is not null)
        {
            // Cut lets the loader be held again, with another successor.
            ScopedLoader? next = held.NextHeld;
            held.NextHeld = null;
            held.Cut(ref _cut, reason);
            held = next;
        }

        int started = 0;
        _gate.Enter();
        bool disowned = _disowned;
        for (; !disowned && _cut.Dequeue() is { } batch; started++)
            _toStart.Enqueue(batch);
        _gate.Exit();
        for (; _cut.Dequeue() is { } batch; started++)
            StartOnPool(batch);
        StartQueued();
        return started;
    }

    // A batch method may block: what is not started yet stays in the queue, where the watchdog finds it.
    private void StartQueued()
    {
        if (_toStart.IsEmpty)
            return;
        SynchronizationContext? context = LeaveContext();
        while (NextToStart() is { } batch)
            batch.Start();
        RestoreContext(context);
    }

    private void Complete(IBatch batch, bool takeOver)
    {
        // A thread with a context of its own would send continuations to the pool that should run here.
        SynchronizationContext? context = LeaveContext();
        _shared |= takeOver ? batch.TakeOver() : batch.Complete();
        _completing = null;
        RestoreContext(context);
    }

    private void Close(bool root)
    {
        if (_depth > 1)
        {
            _depth--;
            return;
        }

        Drain(force: root && _askedForKeys);
        Leave();
    }

    private void Drain(bool force)
    {
        bool sent;
        do
        {
            StartQueued();
            while (NextToComplete() is { } batch)
                Complete(batch, takeOver: false);

            if (_joinedCount > MostIdle)
                LeaveIdle();

            // Callers who share a task were sent to the pool when it completed; let them ask before the next batches leave.
            sent = false;
            for (int i = 0; i < _joinedCount && (force || !_shared); i++)
            {
                ScopedLoader? held = force ? _joined[i]!.Take() : _joined[i]!.TakeIfLast();
                sent |= held is not null && Start(held, force ? DispatchReason.RootFrame : DispatchReason.Frame) > 0;
            }

            force = false;
        }
        while (sent || !_toComplete.IsEmpty || !_toStart.IsEmpty);
    }

    // A chain that goes on and on in one frame may run through any number of scopes. No code of theirs is running now: those that hold nothing are
    // joined again when it asks for more.
    private void LeaveIdle()
    {
        for (int i = _joinedCount - 1; i >= 0; i--)
        {
            Dispatcher dispatcher = _joined[i]!;
            if (dispatcher.HoldsKeys)
                continue;

            // Whoever has given the frame up has left for it.
            _gate.Enter();
            bool leaves = !_disowned;
            if (leaves)
            {
                _joined[i] = _joined[--_joinedCount];
                _joined[_joinedCount] = null;
            }

            _gate.Exit();
            if (!leaves)
                return;
            dispatcher.Leave();
        }
    }

    private void Leave()
    {
        _gate.Enter();
        bool disowned = _disowned;
        int joinedCount = _joinedCount;
        _joinedCount = 0;
        _depth = 0;
        _shared = false;
        _askedForKeys = false;
        _gate.Exit();

        for (int i = 0; i < joinedCount; i++)
        {
            _joined[i]!.Leave();
            _joined[i] = null;
        }

        // The watchdog may still hold a frame that was given up: the thread makes a new one.
        if (disowned || _below is not null)
        {
            _isOver = true;
            t_frame = _below;
        }
    }

    private static SynchronizationContext? LeaveContext()
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        if (context is not null)
            SynchronizationContext.SetSynchronizationContext(null);
        return context;
    }

    private static void RestoreContext(SynchronizationContext? context)
    {
        if (context is not null)
            SynchronizationContext.SetSynchronizationContext(context);
    }
}
