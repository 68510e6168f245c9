using DataLoader.Threading;
using ThreadState = System.Threading.ThreadState;

namespace DataLoader.Dispatch;

/// <summary>
/// A pool item that sends the keys of code outside every frame, once that code has evidently stopped asking. That is so when
/// <list type="bullet">
/// <item>the code ran on the very pool worker that now runs this item, so it has ended;</item>
/// <item>its thread waits for something, or has ended;</item>
/// <item>no key has come for a number of steps of this item.</item>
/// </list>
/// After a frame it only lets run first what has completed already.
/// </summary>
internal sealed class QuietWatch(Dispatcher dispatcher, bool afterFrame) : IThreadPoolWorkItem
{
    /// <summary>Steps in a row, about half a microsecond each, that must see no new key.</summary>
    private const int QuietSteps = 20;

    /// <summary>How often the watch lets other pool items run first.</summary>
    private const int MaxHops = 4;

    // In milliseconds: the watch gives up waiting for quiet after this time, sooner when several threads ask.
    private const int MaxWaitForOne = 50;
    private const int MaxWaitForMany = 1;

    private readonly Thread _origin = Thread.CurrentThread;

    [ReadOutsideGate]
    private volatile bool _severalOrigins;

    private int _hops;
    private int _quiet;
    private long _versionBefore = -1;
    private long _startedAt;

    /// <summary>Why the keys are sent that this watch sends.</summary>
    public DispatchReason Reason => afterFrame ? DispatchReason.AfterFrame : DispatchReason.Quiet;

    private bool OriginHasEnded
        => ReferenceEquals(_origin, Thread.CurrentThread) || (_origin.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0;

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
            bool mayHop = !queueIsEmpty && _hops < MaxHops;
            if (dispatcher.TryEnd(this, maySend: !mayHop, queueIsEmpty))
                return;

            if (mayHop)
            {
                _hops++;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            // The thread that asks may have been pre-empted: on a busy machine the watch must not keep the core from it.
            if (_severalOrigins || _quiet == QuietSteps - 1)
                Thread.Yield();
            else
                Thread.SpinWait(20);
        }
    }

    /// <summary>Dispatcher's gate held. Whether the code that asks has stopped asking.</summary>
    /// <param name="version">Changes with every key.</param>
    /// <param name="queueIsEmpty">Whether the pool has nothing else to run.</param>
    public bool IsQuiet(long version, bool queueIsEmpty)
    {
        if (afterFrame || (!_severalOrigins && queueIsEmpty && OriginHasEnded))
            return true;

        // Steps, not time: a pause of the whole process is not the caller's quiet.
        _quiet = version == _versionBefore ? _quiet + 1 : 0;
        _versionBefore = version;
        long now = Environment.TickCount64;
        if (_startedAt == 0)
            _startedAt = now;
        return _quiet >= QuietSteps || now - _startedAt > (_severalOrigins ? MaxWaitForMany : MaxWaitForOne);
    }
}
