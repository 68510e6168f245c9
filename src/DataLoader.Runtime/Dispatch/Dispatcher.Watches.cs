namespace DataLoader.Dispatch;

/// <content>What the quiet watch, the watchdog and schedulers ask.</content>
internal sealed partial class Dispatcher
{
    /// <summary>For the quiet watch: sends what is held if it may, or leaves it to a frame.</summary>
    /// <returns>Whether the watch is over.</returns>
    public bool TryEnd(QuietWatch watch)
    {
        ScopeMember? held = null;
        _gate.Enter();
        if (_held.First is null || _frameCount > _frameHoldCount)
        {
            // Nothing to send, or the last frame sees to it.
            _quietWatch = null;
            if (_held.First is not null)
                _askedOutside ??= watch.Origin;
        }
        else if (watch.IsQuiet(Version()))
        {
            _quietWatch = null;
            held = TakeHeld();
        }

        bool over = _quietWatch is null;
        AssertInvariants();
        _gate.Exit();
        if (held is not null)
            CompletionFrame.Send(this, held, watch.Reason);
        return over;
    }

    /// <summary>Counts a dispatch of keys that a scheduler has, instead of this dispatcher.</summary>
    public int CountDispatch()
    {
        _gate.Enter();
        int dispatch = ++_dispatches;
        AssertInvariants();
        _gate.Exit();
        return dispatch;
    }

    /// <summary>For the watchdog: whether keys are held.</summary>
    /// <param name="version">Changes with every key; 0 while none is held.</param>
    /// <param name="takes">Changes when what is held is taken: until then the oldest key is the same.</param>
    public bool TryGetHeld(out long version, out int takes)
    {
        _gate.Enter();
        bool holds = _held.First is not null;
        version = holds ? Version() : 0;
        takes = _takes;
        AssertInvariants();
        _gate.Exit();
        return holds;
    }

    /// <summary>For the watchdog: ends its watch of the holds if there are none. With the next one it begins again.</summary>
    public bool TryEndWatchOfHolds()
    {
        _gate.Enter();
        bool ends = _holdCount == 0;
        _watchesHolds &= !ends;
        AssertInvariants();
        _gate.Exit();
        return ends;
    }

    // Gate held.
    private QuietWatch WatchAfterFrame(bool isScattered, bool isRescue)
    {
        bool isOutside = _askedOutside is not null;
        return QuietWatch.AfterFrame(this, _askedOutside, isScattered || isOutside, isRescue, isAnExecutors: isOutside && _servesExecutor);
    }
}
