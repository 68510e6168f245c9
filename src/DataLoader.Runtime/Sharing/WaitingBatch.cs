namespace DataLoader.Sharing;

/// <summary>A request's batch that has to wait for a call, or is part of one with others.</summary>
internal sealed class WaitingBatch<TKey, TValue>(Lane<TKey, TValue> lane, Batch<TKey, TValue> batch)
    where TKey : notnull
{
    // Who says how it ends: nobody yet; the thread that took it out of Open.
    private const int Open = 0;
    private const int Taken = 1;

    private readonly TaskCompletionSource _answered = new();
    private CancellationTokenRegistration _leaving;
    private ITimer? _timer;
    private Exception? _error;
    private int _state;

    public Batch<TKey, TValue> Batch { get; } = batch;

    /// <summary>What the request waits for.</summary>
    public Task Answered => _answered.Task;

    /// <summary>Whether the request still waits for an answer. Its callers may have left a moment before its token tells so.</summary>
    public bool IsOpen => Volatile.Read(ref _state) == Open && !Batch.IsAbandoned;

    /// <summary>Lane's monitor held. Whether it was part of a call that failed: then its keys are asked for alone.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Lane's monitor held. The call that its keys are merged in, if they are.</summary>
    public MergedCall<TKey, TValue>? Call { get; set; }

    /// <summary>
    /// Lane's monitor held. Whether another batch may be in one call with this one. Options of their own may tell two requests' keys apart, or judge
    /// their values, in another way.
    /// </summary>
    public bool MayMerge(WaitingBatch<TKey, TValue> other)
        => !IsAlone && !other.IsAlone && ReferenceEquals(Batch.Identity, other.Batch.Identity) && Batch.SurplusKeys == other.Batch.SurplusKeys;

    /// <summary>Claims the right to say how it ends.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Open) == Open;

    /// <summary>Watches the request's token, which may have fired. No lock held, and before any other thread knows of this.</summary>
    public void WatchToken()
        => _leaving = Batch.CancellationToken.UnsafeRegister(static it => ((WaitingBatch<TKey, TValue>)it!).Leave(), this);

    /// <summary>Watches the time that it waits in the lane's queue. No lock held: clocks are foreign code.</summary>
    public void WatchTime(LaneLimits limits)
    {
        if (limits.Wait == Timeout.InfiniteTimeSpan)
            return;
        ITimer timer = limits.Time.CreateTimer(
            static it => ((WaitingBatch<TKey, TValue>)it!).Overdue(), this, limits.Wait, Timeout.InfiniteTimeSpan);
        Interlocked.Exchange(ref _timer, timer)?.Dispose();

        // It may have left the queue before there was a timer to stop.
        if (!lane.IsQueued(this))
            StopWatchingTime();
    }

    public void StopWatchingTime() => Interlocked.Exchange(ref _timer, null)?.Dispose();

    /// <summary>The outcome is in the batch, or an error is there instead. Only for the thread that has taken it.</summary>
    public void Answer(Exception? error = null)
    {
        _leaving.Unregister();
        StopWatchingTime();
        Complete(error);
    }

    // On the pool: the requests go on apart from each other, and from the call that answers them (P11).
    private void Complete(Exception? error)
    {
        _error = error;
        ThreadPool.UnsafeQueueUserWorkItem(static it => it.Complete(), this, preferLocal: false);
    }

    private void Complete()
    {
        if (_error is null)
            _answered.SetResult();
        else
            _answered.SetException(_error);
    }

    private void Overdue() => lane.CallFor(this);

    // All callers of the request's batch have left, or its scope has ended.
    private void Leave()
    {
        if (!TryTake())
            return;
        lane.Left(this);
        StopWatchingTime();
        Complete(new OperationCanceledException($"{Batch.LoaderName}: all callers have left."));
    }
}
