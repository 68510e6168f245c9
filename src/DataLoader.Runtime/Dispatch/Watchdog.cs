using DataLoader.Threading;

namespace DataLoader.Dispatch;

/// <summary>
/// Sees to it that nothing waits without bound for one caller's code (rows L1 to L3, S11): a frame that comes no further is given up, and keys that
/// are held for too long are sent (N2). It knows the frame of every thread that ever had one; its timer stops when nothing was open for a while.
/// </summary>
internal static class Watchdog
{
    private const int PeriodInMilliseconds = 2;
    private const int MaxIdleTicks = 50;

    private static readonly List<IWatched> Watched = [];

    // Of a tick under way.
    private static readonly List<IWatched> Looked = [];

    private static readonly Timer Clock = MakeClock();

    // Taken while the timer runs.
    private static Role s_running;

    // Of a tick under way.
    private static Role s_ticking;

    private static int s_idleTicks;
    private static long s_clock;
    private static long s_tickedAt;

    /// <summary>Takes something new under watch.</summary>
    public static void Add(IWatched watched) => Interrupts.Outlast(() =>
    {
        lock (Watched)
            Watched.Add(watched);
    });

    /// <summary>Called when something under watch was opened, with a full fence before: one read while the timer runs.</summary>
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
            s_clock += Math.Min(now - s_tickedAt, Limits.LateTick);
            s_tickedAt = now;
            if (WatchAll())
                s_idleTicks = 0;
            else if (++s_idleTicks >= MaxIdleTicks)
                Stop();
        }

        // Nothing is left to look for: the next tick sees what this one has not.
        s_ticking.GiveUp();
    }

    // False when nothing is open.
    private static bool WatchAll()
    {
        lock (Watched)
        {
            Watched.RemoveAll(static watched => watched.IsOver);
            Looked.AddRange(Watched);
        }

        bool any = false;
        foreach (IWatched watched in Looked)
        {
            any |= watched.IsOpen;
            watched.Watch(s_clock);
        }

        Looked.Clear();
        return any;
    }

    private static void Stop()
    {
        Clock.Change(Timeout.Infinite, Timeout.Infinite);
        s_running.GiveUp();

        // What was opened just now has found the role free, or is seen here.
        bool any;
        lock (Watched)
            any = Watched.Exists(static watched => watched.IsOpen);
        if (any)
            Wake();
    }
}
