using System.Diagnostics;
using DataLoader.Table;

namespace DataLoader.Dispatch;

/// <summary>
/// Sees to it that no key waits for a frame whose thread is blocked (row S11): such a frame is given up within a few milliseconds. A frame that
/// only spins is passed over once its keys have not changed for <see cref="LongestWithoutProgress"/>. The timer runs only while keys wait
/// for frames.
/// </summary>
internal static class Watchdog
{
    private const int PeriodInMilliseconds = 2;
    private static readonly TimeSpan LongestWithoutProgress = TimeSpan.FromMilliseconds(50);
    private static readonly List<Dispatcher> Armed = [];
    private static readonly Timer Clock = new(static _ => Tick(), null, Timeout.Infinite, Timeout.Infinite);
    private static int s_ticking;

    public static void Arm(Dispatcher dispatcher)
    {
        if (dispatcher.Armed)
            return;
        lock (Armed)
        {
            if (dispatcher.Armed)
                return;
            dispatcher.Armed = true;
            dispatcher.WatchedVersion = -1;
            Armed.Add(dispatcher);
            if (Armed.Count == 1)
                Clock.Change(PeriodInMilliseconds, PeriodInMilliseconds);
        }
    }

    private static void Tick()
    {
        if (Interlocked.Exchange(ref s_ticking, 1) != 0)
            return;

        Dispatcher[] armed;
        lock (Armed)
            armed = [.. Armed];

        var frames = new List<CompletionFrame>();
        foreach (Dispatcher dispatcher in armed)
        {
            frames.Clear();
            if (!dispatcher.Watch(frames, out bool holdsKeys, out long version))
            {
                lock (Armed)
                {
                    // Armed again since: it has been added a second time, and one of the two goes.
                    Armed.Remove(dispatcher);
                    if (Armed.Count == 0)
                        Clock.Change(Timeout.Infinite, Timeout.Infinite);
                }

                continue;
            }

            bool disowned = false;
            foreach (CompletionFrame frame in frames)
            {
                if (frame.IsBlocked)
                {
                    frame.Disown();
                    disowned = true;
                }
            }

            if (!disowned && holdsKeys)
                SendAfterNoProgress(dispatcher, version);
        }

        Volatile.Write(ref s_ticking, 0);
    }

    private static void SendAfterNoProgress(Dispatcher dispatcher, long version)
    {
        if (dispatcher.WatchedVersion != version)
        {
            dispatcher.WatchedVersion = version;
            dispatcher.WatchedSince = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(dispatcher.WatchedSince) > LongestWithoutProgress)
        {
            dispatcher.WatchedVersion = -1;
            ThreadPool.UnsafeQueueUserWorkItem(static it => CompletionFrame.Send(it, it.Take(), DispatchReason.Watchdog), dispatcher, preferLocal: false);
        }
    }
}
