using DataLoader.Threading;

namespace DataLoader.ValueCaching;

/// <summary>Leaves what has failed several times in a row alone for a while (row V4).</summary>
internal sealed class Breaker(int failuresToOpen, TimeSpan openFor, TimeProvider time)
{
    private int _failures;

    // When the next one may try, in the clock's ticks. Of meaning only while there were enough failures.
    private long _retryAt;

    /// <summary>Whether a try may be made now. While there were too many failures only one thread may, each time the wait is over.</summary>
    public bool MayTry()
    {
        if (Volatile.Read(ref _failures) < failuresToOpen)
            return true;
        long due = Volatile.Read(ref _retryAt);
        return time.GetTimestamp() >= due && Interlocked.CompareExchange(ref _retryAt, WhenOver(), due) == due;
    }

    public void Succeeded() => Volatile.Write(ref _failures, 0);

    /// <returns>Whether this failure is the one that was too many.</returns>
    public bool Failed()
    {
        // First the time: who sees the count must find it.
        Volatile.Write(ref _retryAt, WhenOver());
        int failures = Interlocked.Increment(ref _failures);
        return failures == failuresToOpen;
    }

    private long WhenOver() => time.GetTimestamp() + (long)(openFor.TotalSeconds * time.TimestampFrequency);
}
