using System.Diagnostics;
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
internal sealed class Dispatcher : IThreadPoolWorkItem
{
    /// <summary>Looks in a row, about half a microsecond each, that must see no new key before keys from another thread are sent.</summary>
    private const int QuietLooks = 20;

    /// <summary>How often a look lets other pool items run first.</summary>
    private const int MostHops = 4;

    /// <summary>A look gives up waiting for quiet after this time when one thread asks, or several do.</summary>
    private static readonly TimeSpan LongestForOne = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestForMany = TimeSpan.FromMilliseconds(1);

    private Gate _gate;
    private IPendingKeys? _firstHeld;
    private IPendingKeys? _lastHeld;
    private CompletionFrame? _frame;
    private List<CompletionFrame>? _moreFrames;
    private int _frameCount;
    private int _inFlight;
    private int _heldVersion;

    // The look. Written under the gate until it is posted, then by its pool item alone; origin by both.
    private volatile bool _lookPosted;
    private bool _afterFrame;
    private Thread? _origin;
    private bool _severalOrigins;
    private int _hops;
    private int _quiet;
    private long _seen;
    private long _lookStarted;

    // What the watchdog saw last, and when.
    private long _watchedVersion = -1;
    private long _watchedSince;

    /// <summary>Takes a loader whose first key has become pending.</summary>
    public void Hold(IPendingKeys keys)
    {
        CompletionFrame? frame = CompletionFrame.Current;
        if (frame is not null && !frame.TryJoin(this, asksForKeys: true))
            frame = null;

        bool post = false;
        _gate.Enter();
        keys.NextHeld = null;
        if (_lastHeld is null)
            _firstHeld = keys;
        else
            _lastHeld.NextHeld = keys;
        _lastHeld = keys;
        _heldVersion++;

        // The watchdog may have given the frame up between the join and here: then nothing is left to wait for.
        if (frame is null || _frameCount == 0)
        {
            if (!_lookPosted)
            {
                PrepareLook(afterFrame: false);
                post = true;
            }
            else
            {
                NoteOrigin();
            }
        }

        _gate.Exit();
        if (post)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>Tells that a key was added to a loader that is held already.</summary>
    public void NoteKey()
    {
        // In the common case, keys asked for in a frame, this is one read.
        if (!_lookPosted)
            return;
        CompletionFrame.Current?.TryJoin(this, asksForKeys: true);
        NoteOrigin();
    }

    /// <summary>Counts a batch that has been started.</summary>
    public void BatchStarted()
    {
        _gate.Enter();
        _inFlight++;
        _gate.Exit();
    }

    /// <summary>Counts a batch whose outcome is there.</summary>
    public void BatchEnded()
    {
        _gate.Enter();
        _inFlight--;
        _gate.Exit();
    }

    /// <summary>A frame begins to run code of this scope.</summary>
    public void Enter(CompletionFrame frame)
    {
        _gate.Enter();
        if (_frame is null)
            _frame = frame;
        else
            (_moreFrames ??= []).Add(frame);
        _frameCount++;
        _gate.Exit();
    }

    /// <summary>A frame has ended or was given up. The last one leaves what is held to a look behind everything that has completed already.</summary>
    public void Leave(CompletionFrame frame)
    {
        bool post = false;
        _gate.Enter();
        if (ReferenceEquals(_frame, frame))
            _frame = null;
        else
            _moreFrames?.Remove(frame);
        _frameCount--;
        if (_frameCount == 0 && _firstHeld is not null && !_lookPosted)
        {
            PrepareLook(afterFrame: true);
            post = true;
        }

        _gate.Exit();
        if (post)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Takes what is held if the calling frame is the last one of this scope and nothing speaks for waiting: no look is under way (its keys may
    /// still grow), and no batch is in flight (it may have completed just now, and its callers ask next).
    /// </summary>
    public IPendingKeys? TakeIfLast()
    {
        if (_firstHeld is null)
            return null;
        _gate.Enter();
        IPendingKeys? held = _frameCount > 1 || _inFlight > 0 || _lookPosted ? null : TakeHeld();
        _gate.Exit();
        return held;
    }

    /// <summary>Takes what is held, whatever else goes on.</summary>
    public IPendingKeys? Take()
    {
        _gate.Enter();
        IPendingKeys? held = TakeHeld();
        _gate.Exit();
        return held;
    }

    /// <summary>The look.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            bool queueIsEmpty = ThreadPool.PendingWorkItemCount == 0;
            _gate.Enter();
            if (_firstHeld is null || _frameCount > 0)
            {
                // The last frame sends what there is.
                _lookPosted = false;
                _gate.Exit();
                return;
            }

            IPendingKeys? held = null;
            DispatchReason reason = _afterFrame ? DispatchReason.AfterFrame : DispatchReason.Quiet;
            if ((queueIsEmpty || _hops >= MostHops) && OriginIsQuiet(queueIsEmpty))
            {
                _lookPosted = false;
                held = TakeHeld();
            }

            _gate.Exit();
            if (held is not null)
            {
                CompletionFrame.Send(this, held, reason);
                return;
            }

            if (!queueIsEmpty && _hops < MostHops)
            {
                _hops++;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            Thread.SpinWait(20);
        }
    }

    /// <summary>For the watchdog, which alone calls it: whether keys wait for a frame, and have not changed for so long.</summary>
    public bool HasHeldFor(TimeSpan time)
    {
        _gate.Enter();
        bool holds = _firstHeld is not null && _frameCount > 0;
        long version = holds ? Version() : -1;
        _gate.Exit();

        if (version != _watchedVersion)
        {
            _watchedVersion = version;
            _watchedSince = Stopwatch.GetTimestamp();
            return false;
        }

        if (!holds || Stopwatch.GetElapsedTime(_watchedSince) < time)
            return false;
        _watchedSince = Stopwatch.GetTimestamp();
        return true;
    }

    private IPendingKeys? TakeHeld()
    {
        IPendingKeys? held = _firstHeld;
        _firstHeld = null;
        _lastHeld = null;
        _heldVersion++;
        return held;
    }

    private void PrepareLook(bool afterFrame)
    {
        _lookPosted = true;
        _afterFrame = afterFrame;
        _origin = Thread.CurrentThread;
        _severalOrigins = false;
        _hops = 0;
        _quiet = 0;
        _seen = -1;
        _lookStarted = 0;
    }

    private void NoteOrigin()
    {
        if (!ReferenceEquals(_origin, Thread.CurrentThread))
            _severalOrigins = true;
    }

    // Wall-clock quiet would count a pause of the process as the caller's; the look's own steps do not.
    private bool OriginIsQuiet(bool queueIsEmpty)
    {
        if (_afterFrame)
            return true;

        if (!_severalOrigins && queueIsEmpty)
        {
            // The origin's worker runs this look itself: the piece of code that asked has ended. Or it waits, so it asks for nothing now.
            if (ReferenceEquals(_origin, Thread.CurrentThread) || (_origin!.ThreadState & (System.Threading.ThreadState.WaitSleepJoin | System.Threading.ThreadState.Stopped)) != 0)
                return true;
        }

        long now = Environment.TickCount64;
        if (_lookStarted == 0)
            _lookStarted = now;
        long version = Version();
        _quiet = version == _seen ? _quiet + 1 : 0;
        _seen = version;
        return _quiet >= QuietLooks
            || now - _lookStarted > (_severalOrigins ? LongestForMany : LongestForOne).TotalMilliseconds;
    }

    private long Version()
    {
        long keys = 0;
        for (IPendingKeys? held = _firstHeld; held is not null; held = held.NextHeld)
            keys += held.PendingCount;
        return ((long)_heldVersion << 32) + keys;
    }
}
