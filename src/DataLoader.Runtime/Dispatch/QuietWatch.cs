using DataLoader.Threading;
using ThreadState = System.Threading.ThreadState;

namespace DataLoader.Dispatch;

/// <summary>
/// A pool item that sends the keys of code outside every frame, once that code has evidently stopped asking. That is so when
/// <list type="bullet">
/// <item>one thread asks, and it has ended its item of the pool, or it waits;</item>
/// <item>several ask, or code that went on after a frame, and no other thread of the pool runs anything;</item>
/// <item>as many items of the pool have ended as were queued or running when the last key came;</item>
/// <item>the keys have waited for long.</item>
/// </list>
/// After a frame all of whose code went on inside it, the watch only lets run first what has completed already.
/// </summary>
internal sealed class QuietWatch : IThreadPoolWorkItem
{
    // In milliseconds. One thread that computes between two loads is waited for as long as in a frame, counted from the first key; where nobody can
    // tell who asks, a thread that blocks elsewhere must not hold up every batch for long, counted from the last key.
    private const int MaxWait = 50;
    private const int MaxWaitForMany = 1;

    // How often a watch lets other items of the pool run first that may be what has completed already.
    private const int MaxHops = 4;

    // Steps of this item, of about half a microsecond, before it gives its processor away in between.
    private const int SpinningSteps = 20;

    private readonly Dispatcher _dispatcher;
    private readonly Thread? _origin;
    private readonly bool _wasAlone;
    private readonly bool _isScattered;
    private readonly bool _isRescue;
    private readonly bool _isAnExecutors;

    [ReadOutsideGate]
    private volatile bool _severalOrigins;

    private long _versionBefore = -1;
    private long _startedAt;
    private long _lastKeyAt;
    private long _endedWhenAllHaveEnded;
    private int _looksSinceKey;
    private int _looksAtWaiting;
    private int _steps;
    private int _hops;

    private QuietWatch(Dispatcher dispatcher, Thread? origin, bool wasAlone, bool isScattered, bool isRescue, bool isAnExecutors)
    {
        _dispatcher = dispatcher;
        _origin = origin;
        _wasAlone = wasAlone;
        _isScattered = isScattered;
        _isRescue = isRescue;
        _isAnExecutors = isAnExecutors;
    }

    /// <summary>The thread that asks, or null when that is code which went on after a frame.</summary>
    public Thread? Origin => _origin;

    /// <summary>Why the keys are sent that this watch sends.</summary>
    public DispatchReason Reason 
        => _isRescue ? DispatchReason.Watchdog : _origin is null || _isScattered ? DispatchReason.AfterFrame : DispatchReason.Quiet;

    /// <summary>A watch for the calling thread, which asks for a key.</summary>
    public static QuietWatch ForThisThread(Dispatcher dispatcher)
        => new(dispatcher, Thread.CurrentThread, PoolActivity.RunningElsewhere() == 0, isScattered: false, isRescue: false, isAnExecutors: false);

    /// <summary>A watch after a frame.</summary>
    /// <param name="dispatcher">Whose keys are held.</param>
    /// <param name="origin">The thread that asked for them, if that was not code which the frame had completed.</param>
    /// <param name="isScattered">Whether code may be queued or running that asks for more; else it lets run first what has completed already.</param>
    /// <param name="isRescue">Whether the frame was given up.</param>
    /// <param name="isAnExecutors">
    /// Whether an executor that holds keys is at work: it will hold them again when it starts what the frame has woken up, so a thread of its that
    /// the machine has put aside in between is worth the long wait.
    /// </param>
    public static QuietWatch AfterFrame(Dispatcher dispatcher, Thread? origin, bool isScattered, bool isRescue, bool isAnExecutors)
        => new(dispatcher, origin, wasAlone: false, isScattered, isRescue, isAnExecutors);

    public void Post() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: _origin is not null && !_isScattered);

    /// <summary>The calling thread asks for a key.</summary>
    public void NoteOrigin()
    {
        // Written once: all the threads that ask would else take the line of memory from each other with every key.
        if (!_severalOrigins && !ReferenceEquals(_origin, Thread.CurrentThread))
            _severalOrigins = true;
    }

    public void Execute()
    {
        while (!_dispatcher.TryEnd(this))
        {
            if (PoolActivity.Queued > 0)
            {
                _hops++;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            if (++_steps < SpinningSteps)
                Thread.SpinWait(20);
            else
                Thread.Yield();
        }
    }

    /// <summary>Dispatcher's gate held. Whether the code that asks has stopped asking.</summary>
    /// <param name="version">Changes with every key.</param>
    public bool IsQuiet(long version)
    {
        long queued = PoolActivity.Queued;
        if (_origin is null && !_isScattered && !_severalOrigins)
            return queued == 0 || _hops >= MaxHops;

        // What the watch itself was in the pool is none of the others' items.
        int running = PoolActivity.RunningElsewhere();
        long ended = PoolActivity.Ended - _hops;
        long now = Environment.TickCount64;
        if (version != _versionBefore)
        {
            if (_versionBefore < 0)
                _startedAt = now;
            _versionBefore = version;
            _lastKeyAt = now;
            _looksSinceKey = 0;
            _endedWhenAllHaveEnded = ended + queued + running;
        }

        _looksSinceKey++;
        bool isOne = _origin is not null && !_isScattered && !_severalOrigins;
        if (queued == 0 && (isOne ? OriginHasEnded(running) : running == 0 && OriginRests))
            return true;
        if (ended >= _endedWhenAllHaveEnded && running + queued > 0 && OriginRests && (!isOne || _looksSinceKey > Limits.LooksBeforeSigns))
            return true;
        return now - _startedAt > MaxWait
            || (_looksSinceKey > Limits.LooksBeforeTime && now - _lastKeyAt > (queued > 0 || _isAnExecutors || (isOne && _wasAlone) ? MaxWait : MaxWaitForMany));
    }

    private bool OriginHasEnded(int running)
        => ReferenceEquals(_origin, Thread.CurrentThread) || OriginIsBlocked() || (running == 0 && IsOfPool(_origin!));

    private bool OriginIsBlocked()
    {
        _looksAtWaiting = IsWaiting(_origin!) ? _looksAtWaiting + 1 : 0;
        return _looksAtWaiting > Limits.LooksBeforeSigns;
    }

    private bool OriginRests => _origin is null || IsWaiting(_origin) || IsOfPool(_origin);

    // A thread that has died cannot be asked; the next look sees that it has stopped.
    private static bool IsOfPool(Thread thread)
    {
        try
        {
            return thread.IsThreadPoolThread;
        }
        catch (ThreadStateException)
        {
            return false;
        }
    }

    private static bool IsWaiting(Thread thread) => (thread.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0;
}
