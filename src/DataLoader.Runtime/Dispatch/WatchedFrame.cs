namespace DataLoader.Dispatch;

/// <summary>
/// A frame under watch, and what was seen of it at the last tick. A thread that waits at one tick may wait for a lock of the process, for
/// microseconds: only one that has not come any further at all for several ticks is given up.
/// </summary>
internal sealed class WatchedFrame(CompletionFrame frame)
{
    // 4 to 6 ms: seen waiting at two ticks, without a step since the one before.
    private const int MaxTicksBlocked = 2;

    private int _steps;
    private long _progress;
    private int _blockedTicks;

    /// <summary>The frame.</summary>
    public CompletionFrame Frame { get; } = frame;

    /// <summary>Looks at the frame.</summary>
    /// <param name="tick">The number of the tick.</param>
    /// <returns>Whether a thread is in the frame.</returns>
    public bool Watch(long tick)
    {
        if (!Frame.IsOpen)
            return false;

        // Most frames do not outlast a tick: they are not asked for more.
        int steps = Frame.Steps;
        bool hasMoved = steps != _steps;
        _steps = steps;
        if (hasMoved)
            _blockedTicks = 0;
        else
            Inspect(tick);
        return true;
    }

    private void Inspect(long tick)
    {
        Dispatcher[] joined = Frame.Joined(out bool isWaitedFor, out int remaining);
        long progress = remaining;
        foreach (Dispatcher dispatcher in joined)
        {
            bool holds = dispatcher.TryGetHeld(out long version);
            isWaitedFor |= holds;
            progress = (progress * 31) + version;
            if (holds && HeldKeysWatch.Of(dispatcher).IsOverdue(version, tick))
                SendOnPool(dispatcher);
        }

        bool isBlocked = isWaitedFor && Frame.IsBlocked;
        _blockedTicks = !isBlocked ? 0 : progress == _progress ? _blockedTicks + 1 : 1;
        _progress = progress;
        if (_blockedTicks >= MaxTicksBlocked)
            Frame.Disown();
    }

    private static void SendOnPool(Dispatcher dispatcher)
        => ThreadPool.UnsafeQueueUserWorkItem(
            static dispatcher => CompletionFrame.Send(dispatcher, dispatcher.Take(), DispatchReason.Watchdog), dispatcher, preferLocal: false);
}
