namespace DataLoader.Dispatch;

/// <summary>
/// A frame under watch, and what was seen of it before. What counts is whether it comes further; what its thread seems to do only decides how soon
/// that is clear. While it computes and only held keys wait for it, there is the limit of those.
/// </summary>
internal sealed class WatchedFrame(CompletionFrame frame) : IWatched
{
    private int _steps;
    private long _progress;
    private long _stillSince;
    private long _ranAt;
    private long _looksAgainAt;

    /// <summary>The frame.</summary>
    public CompletionFrame Frame { get; } = frame;

    public bool IsOpen => Frame.IsOpen;

    public bool IsOver => Frame.IsOver;

    public void Watch(long clock)
    {
        if (!Frame.IsOpen)
            return;

        if (Frame.IsForsaken)
        {
            Frame.Disown();
            return;
        }

        // Most frames do not outlast a tick: they are not asked for more.
        int steps = Frame.Steps;
        if (steps != _steps)
        {
            _steps = steps;
            _stillSince = clock;
        }
        else if (clock >= _looksAgainAt)
        {
            Inspect(clock);
        }
    }

    private void Inspect(long clock)
    {
        Dispatcher[] joined = Frame.Joined(out bool batches, out int remaining);
        bool keys = false;
        long progress = remaining;
        foreach (Dispatcher dispatcher in joined)
        {
            keys |= HeldKeysWatch.Look(dispatcher, clock, out long version);
            progress = (progress * 31) + version;
        }

        bool isWaitedFor = batches || keys;
        if (!isWaitedFor || progress != _progress)
            _stillSince = clock;
        if (!isWaitedFor || !Frame.IsBlocked)
            _ranAt = clock;
        _progress = progress;
        _looksAgainAt = isWaitedFor ? clock : clock + Limits.Unwaited;
        if (clock - Math.Max(_stillSince, _ranAt) >= Limits.Blocked || (batches && clock - _stillSince >= Limits.Running))
            Frame.Disown();
    }
}
