namespace DataLoader.Dispatch;

/// <content>What the quiet watch and the watchdog ask.</content>
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

    /// <summary>For the watchdog: whether keys are held.</summary>
    /// <param name="version">Changes with every key; 0 while none is held.</param>
    public bool TryGetHeld(out long version)
    {
        _gate.Enter();
        bool holds = _held.First is not null;
        version = holds ? Version() : 0;
        AssertInvariants();
        _gate.Exit();
        return holds;
    }
}
