namespace DataLoader.Interleavings.Shims;

/// <summary>A timer that fires when the schedule says so, or when nothing else can happen: see <c>Run.HasClock</c>.</summary>
internal sealed class Timer
{
    private readonly TimerCallback _callback;
    private readonly object? _state;

    public Timer(TimerCallback callback, object? state, int dueTime, int period)
    {
        _callback = callback;
        _state = state;
        Last = this;
        _ = Change(dueTime, period);
    }

    /// <summary>The timer of the runtime: it has one.</summary>
    public static Timer? Last { get; private set; }

    public bool IsArmed { get; private set; }

    public bool Change(int dueTime, int period)
    {
        _ = period;
        IsArmed = dueTime != Timeout.Infinite;
        return true;
    }

    public void Disarm() => IsArmed = false;

    public void Fire() => _callback(_state);
}
