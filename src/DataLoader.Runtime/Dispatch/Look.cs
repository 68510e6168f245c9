using ThreadState = System.Threading.ThreadState;

namespace DataLoader.Dispatch;

/// <summary>
/// A pool item that sends the keys of code outside every frame, once that code has evidently stopped asking: its own pool worker runs the look,
/// so the piece of code has ended; or its thread waits; or no key has come for a number of steps of the look. After a frame it only lets run
/// first what has completed already.
/// </summary>
internal sealed class Look(Dispatcher dispatcher, bool afterFrame) : IThreadPoolWorkItem
{
    /// <summary>Steps in a row, about half a microsecond each, that must see no new key.</summary>
    private const int QuietSteps = 20;

    /// <summary>How often a look lets other pool items run first.</summary>
    private const int MostHops = 4;

    // In milliseconds: a look gives up waiting for quiet after this time, sooner when several threads ask.
    private const int LongestForOne = 50;
    private const int LongestForMany = 1;

    private readonly Thread _origin = Thread.CurrentThread;
    private volatile bool _severalOrigins;
    private int _hops;
    private int _quiet;
    private long _seen = -1;
    private long _startedAt;

    /// <summary>Why the keys are sent that this look sends.</summary>
    public DispatchReason Reason => afterFrame ? DispatchReason.AfterFrame : DispatchReason.Quiet;

    public void Post() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: !afterFrame);

    /// <summary>The calling thread asks for a key.</summary>
    public void NoteOrigin()
    {
        // Written once: all the threads that ask would else take the line of memory from each other with every key.
        if (!_severalOrigins && !ReferenceEquals(_origin, Thread.CurrentThread))
            _severalOrigins = true;
    }

    public void Execute()
    {
        while (true)
        {
            bool queueIsEmpty = ThreadPool.PendingWorkItemCount == 0;
            bool mayHop = !queueIsEmpty && _hops < MostHops;
            if (dispatcher.TryEndLook(this, maySend: !mayHop, queueIsEmpty))
                return;

            if (mayHop)
            {
                _hops++;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            // Whoever asks may have been pre-empted: on a busy machine the look must not keep the core from it.
            if (_severalOrigins || _quiet == QuietSteps - 1)
                Thread.Yield();
            else
                Thread.SpinWait(20);
        }
    }

    /// <summary>Whether the code that asks has stopped asking.</summary>
    /// <param name="version">Changes with every key.</param>
    /// <param name="queueIsEmpty">Whether the pool has nothing else to run.</param>
    public bool IsQuiet(long version, bool queueIsEmpty)
    {
        if (afterFrame || (!_severalOrigins && queueIsEmpty && OriginHasEnded))
            return true;

        // Steps, not time: a pause of the whole process is not the caller's quiet.
        _quiet = version == _seen ? _quiet + 1 : 0;
        _seen = version;
        long now = Environment.TickCount64;
        if (_startedAt == 0)
            _startedAt = now;
        return _quiet >= QuietSteps || now - _startedAt > (_severalOrigins ? LongestForMany : LongestForOne);
    }

    private bool OriginHasEnded
        => ReferenceEquals(_origin, Thread.CurrentThread) || (_origin.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0;
}
