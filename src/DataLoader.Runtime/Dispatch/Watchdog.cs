using DataLoader.Threading;

namespace DataLoader.Dispatch;

/// <summary>
/// Sees to it that nothing waits for a frame whose thread is blocked (row S11): such a frame is given up within a few milliseconds. A frame that
/// only spins is passed over once its keys have not changed for long (N2). It knows the frame of every thread that ever had one; its timer stops
/// when no thread has been in a frame for a while.
/// </summary>
internal static class Watchdog
{
    private const int PeriodInMilliseconds = 2;
    private const int MaxIdleTicks = 50;

    private static readonly List<WatchedFrame> Frames = [];
    private static readonly Timer Clock = MakeClock();

    // Taken while the timer runs.
    private static Role s_running;

    // Of a tick under way.
    private static Role s_ticking;

    private static int s_idleTicks;
    private static long s_tick;
    private static long s_tickedAt;

    /// <summary>Takes a new frame under watch.</summary>
    public static void Add(CompletionFrame frame)
    {
        var watched = new WatchedFrame(frame);
        Interrupts.Outlast(() =>
        {
            lock (Frames)
                Frames.Add(watched);
        });
    }

    /// <summary>Called when a thread has entered a frame, with a full fence before: one read while the timer runs.</summary>
    public static void Wake()
    {
        if (!s_running.IsTaken && s_running.TryTake())
            Start();
    }

    // A timer keeps the ExecutionContext it was made under: that of the first request must not live as long as the process.
    private static Timer MakeClock()
    {
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        var clock = new Timer(static _ => Tick(), null, Timeout.Infinite, Timeout.Infinite);
        flow?.Undo();
        return clock;
    }

    private static void Start()
    {
        s_idleTicks = 0;
        Interrupts.Outlast(static () => Clock.Change(PeriodInMilliseconds, PeriodInMilliseconds));
    }

    private static void Tick()
    {
        // A tick that comes late may meet the next one.
        if (!s_ticking.TryTake())
            return;

        // Ticks that waited for a thread of the pool come in a row: they count as one.
        long now = Environment.TickCount64;
        if (now != s_tickedAt)
        {
            s_tickedAt = now;
            s_tick++;
            if (WatchAll())
                s_idleTicks = 0;
            else if (++s_idleTicks >= MaxIdleTicks)
                Stop();
        }

        // Nothing is left to look for: the next tick sees what this one has not.
        s_ticking.GiveUp();
    }

    // False when no thread is in a frame.
    private static bool WatchAll()
    {
        WatchedFrame[] frames;
        lock (Frames)
        {
            Frames.RemoveAll(static watched => watched.Frame.IsOver);
            frames = [.. Frames];
        }

        bool any = false;
        foreach (WatchedFrame frame in frames)
            any |= frame.Watch(s_tick);
        return any;
    }

    private static void Stop()
    {
        Clock.Change(Timeout.Infinite, Timeout.Infinite);
        s_running.GiveUp();

        // A thread that entered a frame just now has found the role free, or is seen here.
        bool any;
        lock (Frames)
            any = Frames.Exists(static watched => watched.Frame.IsOpen);
        if (any)
            Wake();
    }
}
