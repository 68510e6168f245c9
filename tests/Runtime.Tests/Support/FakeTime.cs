namespace DataLoader.Tests;

/// <summary>A clock that stands still until the test moves it.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private TimeSpan _now;

    /// <summary>How many timers were made and not disposed.</summary>
    public int TimerCount
    {
        get
        {
            lock (_timers)
                return _timers.Count;
        }
    }

    /// <summary>How many timers were made.</summary>
    public int TimersMade { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_timers)
        {
            _timers.Add(timer);
            TimersMade++;
        }

        return timer;
    }

    /// <summary>Moves the clock and fires on this thread what has become due.</summary>
    public void Advance(TimeSpan by)
    {
        _now += by;
        Timer[] timers;
        lock (_timers)
            timers = [.. _timers];

        foreach (Timer timer in timers)
            timer.FireIfDue();
    }

    private sealed class Timer(FakeTime time, Action fire) : ITimer
    {
        private TimeSpan? _due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            _due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
            return true;
        }

        public void FireIfDue()
        {
            if (_due <= time._now)
            {
                _due = null;
                fire();
            }
        }

        public void Dispose()
        {
            _due = null;
            lock (time._timers)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
