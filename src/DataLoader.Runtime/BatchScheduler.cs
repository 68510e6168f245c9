namespace DataLoader;

/// <summary>Decides when pending keys are sent to the batch method.</summary>
public abstract class BatchScheduler
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(49);

    /// <summary>The default: completion frames. Loads started by one piece of running code leave together, without a timer.</summary>
    public static BatchScheduler Frames { get; } = new FramesBatchScheduler();

    /// <summary>Collects keys for a fixed time after the first one. Adds that time to every batch.</summary>
    /// <remarks>A window that is open keeps its loader, and the scope of that, until it has elapsed: also when the scope was disposed meanwhile.</remarks>
    /// <param name="window">How long to collect: from zero to 49 days, which is as long as a timer waits.</param>
    /// <param name="time">The clock; null means the system's.</param>
    /// <returns>The scheduler.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is negative, or longer than a timer waits.</exception>
    public static BatchScheduler Window(TimeSpan window, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, LongestWindow);
        return new WindowBatchScheduler(window, time ?? TimeProvider.System);
    }

    /// <summary>
    /// Called, with no lock held, when a loader's first key becomes pending. Must see to it that the batch is dispatched soon, from any thread.
    /// An exception surfaces from the load that caused the call, and fails the keys pending so far.
    /// </summary>
    /// <param name="batch">The keys pending now and until the dispatch.</param>
    protected internal abstract void Schedule(PendingBatch batch);

    // Stands for "no scheduler": a loader with this one leaves its keys to the dispatcher of its scope.
    private sealed class FramesBatchScheduler : BatchScheduler
    {
        protected internal override void Schedule(PendingBatch batch)
            => throw new InvalidOperationException($"{batch.LoaderName}: {nameof(Frames)} is a loader's setting; no other scheduler calls it.");
    }

    private sealed class WindowBatchScheduler(TimeSpan window, TimeProvider time) : BatchScheduler
    {
        protected internal override void Schedule(PendingBatch batch)
        {
            var waiting = new Waiting(batch);

            // Started when it is kept: a window that is over at once has a timer to dispose too.
            waiting.Timer = time.CreateTimer(static state => ((Waiting)state!).Elapse(), waiting, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            waiting.Timer.Change(window, Timeout.InfiniteTimeSpan);
        }

        private sealed class Waiting(PendingBatch batch)
        {
            public ITimer? Timer { get; set; }

            public void Elapse()
            {
                Timer?.Dispose();
                batch.Dispatch();
            }
        }
    }
}
