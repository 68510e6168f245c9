using DataLoader.Testing.Running;

namespace DataLoader.Testing;

/// <summary>
/// The clock of a test: it stands still until the test advances it, or until nothing is left to do but to wait for a timer. Give it to code that takes a
/// <see cref="TimeProvider"/>.
/// </summary>
public sealed class TestTime : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly object _lock = new();
    private readonly List<TestTimer> _timers = [];
    private readonly Conductor _conductor;
    private long _now;

    internal TestTime(Conductor conductor) => _conductor = conductor;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Beginning.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new TestTimer(this, callback, state, Conductor.Asking.Value);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass. The timers that are due run on the thread of the test.</summary>
    /// <param name="time">How much.</param>
    /// <returns>A task that is done when what they have woken up has come to rest.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative.</exception>
    public Task AdvanceAsync(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        _conductor.Do(() => AdvanceTo(_now + time.Ticks));
        return _conductor.RestAsync();
    }

    /// <summary>Whether a timer is due one day, and when the next one is.</summary>
    internal bool TryGetNext(out long due)
    {
        lock (_lock)
        {
            due = _timers.Count == 0 ? 0 : _timers.Min(static timer => timer.Due);
            return _timers.Count > 0;
        }
    }

    internal bool IsAwaitedBy(TestBatch batch)
    {
        lock (_lock)
            return _timers.Exists(timer => ReferenceEquals(timer.MadeBy, batch));
    }

    /// <summary>On the thread of the test.</summary>
    internal void AdvanceTo(long time)
    {
        while (TakeDue(time) is { } timer)
            timer.Fire();
        Volatile.Write(ref _now, Math.Max(_now, time));
    }

    private TestTimer? TakeDue(long time)
    {
        lock (_lock)
        {
            TestTimer? timer = _timers.Where(timer => timer.Due <= time).MinBy(static timer => timer.Due);
            if (timer is null)
                return null;
            Volatile.Write(ref _now, Math.Max(_now, timer.Due));
            if (timer.Period > 0)
                timer.Due += timer.Period;
            else
                _timers.Remove(timer);
            return timer;
        }
    }

    private void Set(TestTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            timer.Period = period > TimeSpan.Zero ? period.Ticks : 0;
            if (dueTime < TimeSpan.Zero)
                return;
            timer.Due = _now + dueTime.Ticks;
            _timers.Add(timer);
        }

        _conductor.Wake();
    }

    private sealed class TestTimer(TestTime time, TimerCallback callback, object? state, TestBatch? madeBy) : ITimer
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private bool _isDisposed;

        public long Due { get; set; }

        public long Period { get; set; }

        /// <summary>The batch whose method waits for the timer.</summary>
        public TestBatch? MadeBy { get; } = madeBy;

        public void Fire()
        {
            if (_context is null)
                callback(state);
            else
                ExecutionContext.Run(_context, static it => ((TestTimer)it!).Call(), this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_isDisposed)
                return false;
            time.Set(this, dueTime, period);
            return true;
        }

        public void Dispose()
        {
            _isDisposed = true;
            time.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Call() => callback(state);
    }
}
