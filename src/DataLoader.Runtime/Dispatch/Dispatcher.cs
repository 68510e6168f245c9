using System.Diagnostics;
using System.Runtime.CompilerServices;
using DataLoader.Threading;

namespace DataLoader.Dispatch;

/// <summary>
/// The dispatch rule of one scope: when the pending keys of its loaders are sent.
/// <para>
/// Keys asked for inside a frame (a continuation of a batch, or a root frame) wait until the last frame of the scope on any thread has run out of
/// work, and then leave together. Keys asked for outside every frame wait for a quiet watch: a pool item that sends them once their origin has
/// evidently stopped asking. A batch in flight delays a dispatch by one hop of the pool, never longer.
/// </para>
/// </summary>
/// <remarks>
/// The invariants N1 to N8 of docs/inside.md; here: N1, keys are held only while a quiet watch is posted, a frame has joined, or a thread is just
/// leaving under the gate; N3, no promise is completed and no user code runs under a lock; N5, all held loaders are started before the first of
/// their completions is processed; N6, a dispatch never waits for a batch.
/// </remarks>
internal sealed partial class Dispatcher
{
    private SpinGate _gate;
    private int _frameCount;
    private int _inFlight;
    private int _heldVersion;
    private int _takes;
    private int _dispatches;

    // Counted without the gate: a key that many threads share must not make them wait for each other.
    private long _joins;

    // How many of the frames are holds of frames (row X14): keys asked for outside every frame do not wait for those.
    [ReadOutsideGate]
    private volatile int _frameHoldCount;

    // How many of the frames are holds, of either kind.
    [ReadOutsideGate]
    private volatile int _holdCount;

    private bool _watchesHolds;

    // An executor that has held keys once will do so again.
    private bool _servesExecutor;
    private HeldLoaders _held;
    private PoolCompletions? _onPool;

    [ReadOutsideGate]
    private volatile QuietWatch? _quietWatch;

    // The thread that asked for held keys in no completion, while frames of others were open: an executor's loop, which may come back for what those
    // frames have woken up.
    private Thread? _askedOutside;

    /// <summary>For what must not be completed on the calling thread.</summary>
    public PoolCompletions OnPool => LazyInitializer.EnsureInitialized(ref _onPool, () => new(this));

    /// <summary>Whether keys are held. A hint: another thread may change it at any time.</summary>
    public bool HoldsKeys => _held.First is not null;

    /// <summary>Whether an executor holds keys. A hint, as above.</summary>
    public bool HasHolds => _holdCount > 0;

    /// <summary>Takes a loader whose first key has become pending.</summary>
    public void Hold(ScopeMember loader)
    {
        CompletionFrame? frame = CompletionFrame.Current;
        if (frame is not null && !frame.TryJoin(this, asksForKeys: true))
            frame = null;

        QuietWatch? watch = null;
        _gate.Enter();
        if (!loader.IsHeld)
            _held.Append(loader);
        _heldVersion++;

        // The watchdog may have given the frame up between the join and here: then nothing is left to wait for.
        if (_frameCount - _frameHoldCount > (frame is null ? 0 : 1) && !CompletionFrame.IsCompleting)
        {
            _askedOutside = Thread.CurrentThread;
            _quietWatch?.NoteOrigin();
        }
        else if (_frameCount == _frameHoldCount)
        {
            watch = WatchThisThread();
        }

        AssertInvariants();
        _gate.Exit();
        watch?.Post();
    }

    /// <summary>Tells that a key was added to a loader that is held already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NoteKey()
    {
        // In the common case, keys asked for in a frame, these are two reads.
        if (_quietWatch is { } watch)
            NoteKey(watch);
        else if (_frameHoldCount > 0)
            NoteHeldKey();
    }

    /// <summary>A load waits for a key that somebody else has asked for.</summary>
    public void NoteJoin()
    {
        Interlocked.Increment(ref _joins);
        if (_frameHoldCount > 0)
            NoteHeldKey();
    }

    /// <summary>Changes with every load that has to wait.</summary>
    public long WaitingLoads
    {
        get
        {
            _gate.Enter();
            long version = Version();
            AssertInvariants();
            _gate.Exit();
            return version + Volatile.Read(ref _joins);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteKey(QuietWatch watch)
    {
        CompletionFrame.Current?.TryJoin(this, asksForKeys: true);
        watch.NoteOrigin();
    }

    // Outside every frame, while an executor holds those of frames.
    private void NoteHeldKey()
    {
        if (CompletionFrame.Current?.TryJoin(this, asksForKeys: true) ?? false)
            return;
        QuietWatch? watch = null;
        _gate.Enter();
        if (_held.First is not null && _frameCount == _frameHoldCount)
            watch = WatchThisThread();
        AssertInvariants();
        _gate.Exit();
        watch?.Post();
    }

    // Gate held. The watch to post, unless one is under way.
    private QuietWatch? WatchThisThread()
    {
        if (_quietWatch is null)
            return _quietWatch = QuietWatch.ForThisThread(this);
        _quietWatch.NoteOrigin();
        return null;
    }

    /// <summary>Counts a batch whose method has returned, but not its outcome.</summary>
    public void BatchInFlight()
    {
        _gate.Enter();
        _inFlight++;
        AssertInvariants();
        _gate.Exit();
    }

    /// <summary>Counts such a batch out: its outcome is there.</summary>
    public void BatchLanded()
    {
        _gate.Enter();
        _inFlight--;
        AssertInvariants();
        _gate.Exit();
    }

    /// <summary>A frame begins to run code of this scope.</summary>
    public void FrameEntered()
    {
        _gate.Enter();
        _frameCount++;
        AssertInvariants();
        _gate.Exit();
    }

    /// <summary>A frame has ended or was given up. The last one leaves what is held to a quiet watch.</summary>
    /// <param name="isScattered">Whether code that the frame has completed goes on elsewhere, on the pool.</param>
    /// <param name="wasGivenUp">Whether its thread is still in it.</param>
    public void FrameLeft(bool isScattered = false, bool wasGivenUp = false)
    {
        QuietWatch? watch = null;
        _gate.Enter();
        _frameCount--;
        if (_frameCount == 0 && _held.First is not null && _quietWatch is null)
            watch = _quietWatch = WatchAfterFrame(isScattered, wasGivenUp);
        AssertInvariants();
        _gate.Exit();
        watch?.Post();
    }

    /// <summary>An executor begins to hold the keys of this scope.</summary>
    /// <param name="framesOnly">Whether it holds only what is asked for in frames.</param>
    public void HoldBegun(bool framesOnly)
    {
        _gate.Enter();
        _frameCount++;
        _holdCount++;
        if (framesOnly)
            _frameHoldCount++;
        _servesExecutor |= !framesOnly;
        bool isWatched = _watchesHolds;
        _watchesHolds = true;
        AssertInvariants();
        _gate.Exit();
        if (!isWatched)
            Watchdog.Add(new WatchedHolds(this));

        // The watchdog, going to sleep, sees the hold, or is woken.
        Interlocked.MemoryBarrier();
        Watchdog.Wake();
    }

    /// <summary>An executor that has held the keys of this scope lets go. The last one sends them, unless a quiet watch is under way.</summary>
    public void HoldEnded(bool framesOnly)
    {
        ScopeMember? held = null;
        _gate.Enter();
        _frameCount--;
        _holdCount--;
        if (framesOnly)
            _frameHoldCount--;
        if (_frameCount == 0 && _quietWatch is null)
            held = TakeHeld();
        AssertInvariants();
        _gate.Exit();
        if (held is not null)
            CompletionFrame.Send(this, held, DispatchReason.Hold);
    }

    /// <summary>
    /// Takes what is held if the calling frame is the last one of this scope and nothing speaks for waiting: no quiet watch is under way (its keys may
    /// still grow), no batch is in flight (it may have completed just now, and its callers ask next), and no executor may come back for more.
    /// </summary>
    public ScopeMember? TakeIfLast()
    {
        if (_held.First is null)
            return null;
        _gate.Enter();
        bool sends = _frameCount == 1 && _inFlight == 0 && _quietWatch is null && _askedOutside is null;
        ScopeMember? held = sends ? TakeHeld() : null;
        AssertInvariants();
        _gate.Exit();
        return held;
    }

    /// <summary>Takes what is held if the calling frame, a root frame, is the last one of this scope.</summary>
    public ScopeMember? TakeInRoot()
    {
        _gate.Enter();
        ScopeMember? held = _frameCount == 1 ? TakeHeld() : null;
        AssertInvariants();
        _gate.Exit();
        return held;
    }

    /// <summary>Takes what is held, whatever else goes on.</summary>
    public ScopeMember? Take()
    {
        _gate.Enter();
        ScopeMember? held = TakeHeld();
        AssertInvariants();
        _gate.Exit();
        return held;
    }

    private ScopeMember? TakeHeld()
    {
        _gate.AssertHeld();
        _heldVersion++;
        _takes++;
        _askedOutside = null;
        if (_held.First is { } first)
            first.Dispatch = ++_dispatches;
        return _held.TakeAll();
    }

    private long Version()
    {
        _gate.AssertHeld();
        long keys = 0;
        for (ScopeMember? held = _held.First; held is not null; held = held.NextHeld)
            keys += held.PendingCount;
        return ((long)_heldVersion << 32) + keys;
    }

    // Run in a Debug build before the gate is left.
    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        _gate.AssertHeld();
        Debug.Assert(_frameCount >= 0, "More frames have left than have entered.");
        Debug.Assert(_inFlight >= 0, "More batches have landed than were in flight.");
        Debug.Assert(_held.First is null || _frameCount > 0 || _quietWatch is not null, "N1: keys are held, and nothing will send them.");
    }
}
