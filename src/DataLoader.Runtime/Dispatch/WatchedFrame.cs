namespace DataLoader.Dispatch;

/// <summary>
/// A frame under watch, and what was seen of it before. What counts is whether it comes further; what its thread seems to do only decides how soon
/// that is clear. While it computes and only held keys wait for it, there is the limit of those.
/// </summary>
internal sealed class WatchedFrame(CompletionFrame frame) : IWatched
{
    private int _steps;
    private int _remaining;
    private long _version;
    private long _stillSince;
    private long _waitsSince;
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
            _waitsSince = clock;
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
        long version = 0;
        foreach (Dispatcher dispatcher in joined)
        {
            keys |= HeldKeysWatch.Look(dispatcher, clock, out long keysOfScope);
            version = (version * 31) + keysOfScope;
        }

        // A key may have been asked for by this frame, which waits a little in between, or by others, who must not make each other wait longer.
        bool hasMoved = remaining != _remaining;
        bool waits = (batches || keys) && Frame.IsBlocked;
        if (!batches || hasMoved)
            _stillSince = clock;
        if (!waits || hasMoved || version != _version)
            _waitsSince = clock;
        _remaining = remaining;
        _version = version;
        _looksAgainAt = batches || keys ? clock : clock + Limits.Unwaited;
        if (clock - _waitsSince >= Limits.Blocked || clock - _stillSince >= Limits.Running)
            Frame.Disown();
    }
}
