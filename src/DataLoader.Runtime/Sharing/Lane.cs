using DataLoader.Batches;
using DataLoader.Threading;

namespace DataLoader.Sharing;

/// <summary>
/// The calls of one loader in one partition. While few run, a batch leaves at once, as it is; else it waits, and all that waits leaves together when
/// one of them returns. Keys in flight are not joined: the method is always called after the load was made (P4).
/// </summary>
internal sealed class Lane<TKey, TValue>(string name, IBatchMethod<TKey, TValue> method, LaneLimits limits)
    where TKey : notnull
{
    private readonly List<WaitingBatch<TKey, TValue>> _queue = [];
    private readonly HashSet<MergedCall<TKey, TValue>> _calls = [];
    private int _arriving;
    private int _running;
    private bool _isClosed;
    private bool _isRetired;

    /// <summary>Answers a batch.</summary>
    /// <returns>Its task, or null when the lane was retired: another one must be made.</returns>
    /// <exception cref="ObjectDisposedException">The lane was closed.</exception>
    public Task? Answer(Batch<TKey, TValue> batch)
    {
        bool mustWait;
        lock (_queue)
        {
            if (_isClosed)
                throw Closed();
            if (_isRetired)
                return null;
            mustWait = _running >= limits.Calls || _queue.Count > 0;
            if (mustWait)
                _arriving++;
            else
                _running++;
        }

        return mustWait ? Enqueue(new(this, batch)) : RunAsItIsAsync(batch);
    }

    /// <summary>Whether a batch waits for a call.</summary>
    public bool IsQueued(WaitingBatch<TKey, TValue> waiting)
    {
        lock (_queue)
            return _queue.Contains(waiting);
    }

    /// <summary>Makes calls, beyond the limit, until a batch that has waited for too long is in one.</summary>
    public void CallFor(WaitingBatch<TKey, TValue> overdue)
    {
        while (true)
        {
            WaitingBatch<TKey, TValue>[]? group;
            lock (_queue)
                group = _queue.Contains(overdue) ? TakeGroup() : null;
            if (group is null)
                break;
            Start(group);
        }

        // Calls may have ended that left it to these to go on.
        Pump();
    }

    /// <summary>A request has left; it is taken already.</summary>
    public void Left(WaitingBatch<TKey, TValue> waiting)
    {
        MergedCall<TKey, TValue>? call;
        lock (_queue)
        {
            call = waiting.Call;
            if (call is null)
                _queue.Remove(waiting);
        }

        call?.Left();
    }

    /// <summary>Retires the lane unless something runs or waits in it.</summary>
    public bool TryRetire()
    {
        lock (_queue)
            return _isRetired = _running == 0 && _arriving == 0 && _queue.Count == 0;
    }

    /// <summary>Fails what waits, and fires the tokens of merged calls.</summary>
    public void Close()
    {
        WaitingBatch<TKey, TValue>[] waiting;
        MergedCall<TKey, TValue>[] calls;
        lock (_queue)
        {
            _isClosed = true;
            waiting = [.. _queue];
            calls = [.. _calls];
            _queue.Clear();
        }

        Fail(waiting);
        foreach (MergedCall<TKey, TValue> call in calls)
            call.Cancel();
    }

    // The contexts of the caller are left for as long as the method is called: an async method takes its caller back into them.
    private static void LeaveContexts()
    {
        ExecutionContext.Restore(CleanContext.Instance);
        SynchronizationContext.SetSynchronizationContext(null);
    }

    private Task Enqueue(WaitingBatch<TKey, TValue> waiting)
    {
        waiting.WatchToken();
        bool isClosed;
        lock (_queue)
        {
            _arriving--;
            isClosed = _isClosed;
            if (!isClosed && waiting.IsOpen)
                _queue.Add(waiting);
        }

        if (isClosed)
        {
            Fail([waiting]);
            return waiting.Answered;
        }

        // What ran may have ended meanwhile.
        waiting.WatchTime(limits);
        Pump();
        return waiting.Answered;
    }

    // The batch's own method call, counted: the cheap way, and the usual one.
    private async Task RunAsItIsAsync(Batch<TKey, TValue> batch)
    {
        LeaveContexts();
        try
        {
            await (SharedSpan.Call(method, batch) ?? throw batch.NullTask()).ConfigureAwait(false);
        }
        finally
        {
            CallEnded(null);
            Pump();
        }
    }

    private void Pump()
    {
        while (true)
        {
            WaitingBatch<TKey, TValue>[]? group;
            lock (_queue)
                group = _running < limits.Calls && _queue.Count > 0 ? TakeGroup() : null;
            if (group is null)
                return;
            Start(group);
        }
    }

    // Monitor held. The next call's requests, in the order in which they came: as many as fit, and at least one.
    private WaitingBatch<TKey, TValue>[] TakeGroup()
    {
        int count = 1;
        WaitingBatch<TKey, TValue> first = _queue[0];
        long keys = first.Batch.Count;
        while (count < _queue.Count && first.MayMerge(_queue[count]) && (keys += _queue[count].Batch.Count) <= limits.Keys)
            count++;

        WaitingBatch<TKey, TValue>[] group = [.. _queue.Take(count)];
        _queue.RemoveRange(0, count);
        _running++;
        if (count > 1)
        {
            var call = new MergedCall<TKey, TValue>(group);
            _calls.Add(call);
            foreach (WaitingBatch<TKey, TValue> waiting in group)
                waiting.Call = call;
        }

        return group;
    }

    // Never inside a scheduler of the calling code: what the method awaits must not come back to it.
    private void Start(WaitingBatch<TKey, TValue>[] group)
    {
        foreach (WaitingBatch<TKey, TValue> waiting in group)
            waiting.StopWatchingTime();
        if (TaskScheduler.Current != TaskScheduler.Default)
        {
            Action onPool = () => RunThenPump(group);
            onPool += Pump;
            ThreadPool.UnsafeQueueUserWorkItem(static it => it(), onPool, preferLocal: false);
        }
        else
        {
            RunThenPump(group);
        }
    }

    private void RunThenPump(WaitingBatch<TKey, TValue>[] group)
    {
        Task run = group is [var waiting] ? RunAloneAsync(waiting) : RunMergedAsync(group[0].Call!);

        // Else the loop that started it goes on, however many there are.
        if (!run.IsCompleted)
            run.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Pump);
    }

    private async Task RunAloneAsync(WaitingBatch<TKey, TValue> waiting)
    {
        LeaveContexts();

        // From here on its token goes to the method itself.
        if (waiting.IsOpen && waiting.TryTake())
        {
            Exception? error = null;
            try
            {
                await (SharedSpan.Call(method, waiting.Batch) ?? throw waiting.Batch.NullTask()).ConfigureAwait(false);
            }
            catch (Exception thrown)
            {
                error = thrown;
            }

            waiting.Answer(error);
        }

        CallEnded(null);
    }

    private async Task RunMergedAsync(MergedCall<TKey, TValue> call)
    {
        LeaveContexts();
        IReadOnlyList<WaitingBatch<TKey, TValue>> failed = await call.RunAsync(method).ConfigureAwait(false);
        AskAlone(failed);
        CallEnded(call);
    }

    // First in the queue again, each for itself.
    private void AskAlone(IReadOnlyList<WaitingBatch<TKey, TValue>> requests)
    {
        if (requests.Count == 0)
            return;
        bool isClosed;
        lock (_queue)
        {
            isClosed = _isClosed;
            foreach (WaitingBatch<TKey, TValue> waiting in requests)
            {
                waiting.Call = null;
                waiting.IsAlone = true;
            }

            if (!isClosed)
                _queue.InsertRange(0, requests.Where(static it => it.IsOpen));
        }

        if (isClosed)
        {
            Fail(requests);
            return;
        }

        foreach (WaitingBatch<TKey, TValue> waiting in requests)
            waiting.WatchTime(limits);
    }

    private void CallEnded(MergedCall<TKey, TValue>? call)
    {
        lock (_queue)
        {
            _running--;
            if (call is not null)
                _calls.Remove(call);
        }
    }

    private void Fail(IEnumerable<WaitingBatch<TKey, TValue>> requests)
    {
        foreach (WaitingBatch<TKey, TValue> waiting in requests)
        {
            if (waiting.TryTake())
                waiting.Answer(Closed());
        }
    }

    private ObjectDisposedException Closed()
        => new(name, $"{name}: its shared batches have been disposed. Dispose them when the process ends, not before.");
}
