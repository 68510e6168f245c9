namespace DataLoader.Testing.Running;

/// <summary>
/// The code of a test, piece by piece: what it awaits comes back here, and whoever runs the pieces runs one at a time. A piece of the harness's own runs
/// without a context, so that callers go on at once in the frame that completes them, as in production.
/// </summary>
#pragma warning disable CA1001 // The semaphore has nothing to dispose, as long as nobody asks for its wait handle; and whoever posts too late must not fail.
internal sealed class Pump : SynchronizationContext
#pragma warning restore CA1001
{
    private readonly object _lock = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State, bool IsStep)> _pieces = new();
    private readonly SemaphoreSlim _signal = new(0);
    private Exception? _failure;

    /// <summary>What code has thrown that nobody awaits.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    public override void Post(SendOrPostCallback d, object? state) => Enqueue(d, state, isStep: false);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (ReferenceEquals(Current, this))
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        Post(_ =>
        {
            try
            {
                d(state);
            }
            finally
            {
                done.Set();
            }
        }, null);
        done.Wait();
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Enqueues a piece of the harness's own.</summary>
    public void Do(Action step) => Enqueue(static step => ((Action)step!).Invoke(), step, isStep: true);

    public void Wake() => _signal.Release();

    /// <summary>Runs what there is, and what that enqueues.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool RunAll()
    {
        bool any = false;
        while (TryDequeue(out (SendOrPostCallback Callback, object? State, bool IsStep) piece))
        {
            any = true;
            SetSynchronizationContext(piece.IsStep ? null : this);
            try
            {
                piece.Callback(piece.State);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref _failure, error, null);
            }
            finally
            {
                SetSynchronizationContext(null);
            }
        }

        return any;
    }

    /// <summary>Waits until something has happened.</summary>
    /// <returns>Whether it has, in time.</returns>
    public async Task<bool> WaitAsync(TimeSpan patience)
    {
        if (!await _signal.WaitAsync(patience).ConfigureAwait(false))
            return false;
        while (_signal.Wait(0))
        {
            // Many things may have happened: one look sees them all.
        }

        return true;
    }

    private bool TryDequeue(out (SendOrPostCallback Callback, object? State, bool IsStep) piece)
    {
        lock (_lock)
            return _pieces.TryDequeue(out piece);
    }

    private void Enqueue(SendOrPostCallback callback, object? state, bool isStep)
    {
        lock (_lock)
            _pieces.Enqueue((callback, state, isStep));
        Wake();
    }
}
