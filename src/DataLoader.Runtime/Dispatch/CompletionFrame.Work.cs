using System.Runtime.CompilerServices;

namespace DataLoader.Dispatch;

/// <content>What a frame does: it starts batches, completes what has its answers, and sends what is held until nothing is left.</content>
internal sealed partial class CompletionFrame
{
    /// <summary>
    /// Completes what has its answers and starts the batch that waited for it: in the frame this thread is in, else in one of its own.
    /// </summary>
    public static void CompleteInFrame(IFrameWork work, IBatch? next = null)
    {
        bool inside = t_frame is { _depth: > 0 };
        CompletionFrame frame = inside ? t_frame! : Open(work.Dispatcher);
        if (!frame.TryEnqueue(work.Dispatcher, work, next))
        {
            // A thread that sits in a frame that was given up must not be buried deeper.
            PoolHandover.Complete(work);
            if (next is not null)
                PoolHandover.Start(next);
        }

        if (!inside)
            frame.Leave();
    }

    /// <summary>Starts a batch that waited for another one: in the frame this thread is in, when it gets to it, else in one of its own.</summary>
    public static void StartInFrame(IBatch batch)
    {
        if (t_frame is not { _depth: > 0 } current)
            StartInOwnFrame(batch);
        else if (!current.TryEnqueue(batch.Dispatcher, null, batch))
            PoolHandover.Start(batch);
    }

    /// <summary>Starts a batch in a frame that is opened for it.</summary>
    public static void StartInOwnFrame(IBatch batch)
    {
        CompletionFrame frame = Open(batch.Dispatcher);
        if (frame.TryEnqueue(batch.Dispatcher, null, batch))
            frame.DrainStarts();
        else
            PoolHandover.Start(batch);
        frame.Leave();
    }

    /// <summary>Takes over, in a frame that is opened for it, what a blocked thread is in the middle of.</summary>
    public static void TakeOverInOwnFrame(IFrameWork work)
    {
        CompletionFrame frame = Open(work.Dispatcher);
        frame._gate.Enter();
        bool disowned = frame._disowned;
        frame._completing = work;
        frame._gate.Exit();
        if (disowned)
            PoolHandover.TakeOver(work);
        else
            frame.Run(work, takesOver: true);
        frame.Leave();
    }

    /// <summary>Starts the batches of held keys, in the frame this thread is in or in one of its own.</summary>
    /// <returns>How many batches were started.</returns>
    public static int Send(Dispatcher dispatcher, ScopeMember? held, DispatchReason reason)
    {
        CompletionFrame frame = Open(dispatcher);
        int started = frame.SendHeld(held, reason);
        frame.Leave();
        return started;
    }

    private bool TryEnqueue(Dispatcher dispatcher, IFrameWork? toComplete, IBatch? toStart)
    {
        if (!TryJoin(dispatcher, asksForKeys: false))
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

    // Noted in the same step: the watchdog, giving this frame up, finds each batch either in the queue or under completion.
    private IFrameWork? NextToComplete()
    {
        if (_toComplete.IsEmpty)
            return null;
        _gate.Enter();
        IFrameWork? work = _toComplete.Dequeue();
        _completing = work;
        _steps++;
        _gate.Exit();
        return work;
    }

    private void Drain(bool force)
    {
        bool sent;
        do
        {
            DrainStarts();
            while (NextToComplete() is { } work)
                Run(work, takesOver: false);

            if (_joined.Count > MaxIdleScopes)
                LeaveIdleScopes();

            // Callers who share a task were sent to the pool when it completed; let them ask before the next batches leave.
            sent = false;
            for (int i = 0; i < _joined.Count && (force || !_othersAskLater); i++)
            {
                ScopeMember? held = force ? _joined[i].TakeInRoot() : _joined[i].TakeIfLast();
                sent |= held is not null && SendHeld(held, force ? DispatchReason.RootFrame : DispatchReason.Frame) > 0;
            }

            force = false;
        }
        while (sent || !_toComplete.IsEmpty || !_toStart.IsEmpty);
    }

    private int SendHeld(ScopeMember? held, DispatchReason reason)
    {
        int dispatch = held?.Dispatch ?? 0;
        while (held is not null)
        {
            // Once it is cut, the loader may be held again, with another successor.
            ScopeMember? next = held.NextHeld;
            held.NextHeld = null;
            held.IsHeld = false;
            held.Cut(ref _cut, reason, dispatch);
            held = next;
        }

        int started = 0;
        _gate.Enter();
        bool disowned = _disowned;
        for (; !disowned && _cut.Dequeue() is { } batch; started++)
            _toStart.Enqueue(batch);
        _gate.Exit();
        for (; _cut.Dequeue() is { } batch; started++)
            PoolHandover.Start(batch);
        DrainStarts();
        return started;
    }

    // A batch method may block: what is not started yet stays in the queue, where the watchdog finds it.
    private void DrainStarts()
    {
        if (_toStart.IsEmpty)
            return;
        SynchronizationContext? context = SuspendContext();
        if (TaskScheduler.Current == TaskScheduler.Default || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            StartAll();
        else
            StartAllUnderDefaultScheduler();
        RestoreContext(context);
    }

    private void StartAll()
    {
        while (NextToStart() is { } batch)
            batch.Start();
    }

    // A batch method must not come back to a scheduler that its caller may be blocking. The task runs here: there is room on the stack.
    private void StartAllUnderDefaultScheduler()
        => new Task(static frame => ((CompletionFrame)frame!).StartAll(), this, TaskCreationOptions.DenyChildAttach).RunSynchronously(TaskScheduler.Default);

    private void Run(IFrameWork work, bool takesOver)
    {
        // A thread with a context of its own would send continuations to the pool that should run here.
        SynchronizationContext? context = SuspendContext();
        _othersAskLater |= takesOver ? work.TakeOver() : work.Complete();
        _completing = null;
        RestoreContext(context);
    }

    private static SynchronizationContext? SuspendContext()
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
