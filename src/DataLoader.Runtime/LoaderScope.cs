using DataLoader.Dispatch;
using DataLoader.Threading;

namespace DataLoader;

/// <summary>
/// One request: the loaders that are made with it dispatch together, and end with it. Dispose it when the request is over. Every member is safe
/// to call from any thread.
/// </summary>
public sealed class LoaderScope : IDisposable
{
    private const int Open = 0;
    private const int Aborted = 1;
    private const int Disposed = 2;

    private CancellationTokenSource? _ending;
    private ScopeMember? _loaders;
    private SpinGate _gate;

    [ReadOutsideGate]
    private volatile int _state;

    /// <summary>Makes a scope.</summary>
    /// <param name="requestAborted">Fires when the request is given up: pending loads are cancelled, batches in flight get their token fired.</param>
    public LoaderScope(CancellationToken requestAborted = default)
    {
        if (requestAborted.CanBeCanceled)
            _ending = new RequestEnding(this, requestAborted);
    }

    internal Dispatcher Dispatcher { get; } = new();

    /// <summary>Fires when the scope ends, one way or the other.</summary>
    internal CancellationToken Ending
    {
        get
        {
            _gate.Enter();
            CancellationTokenSource? ending = IsOpen ? _ending ??= new CancellationTokenSource() : null;
            _gate.Exit();
            return ending?.Token ?? new CancellationToken(canceled: true);
        }
    }

    internal bool IsDisposed => _state == Disposed;

    internal bool IsOpen => _state == Open;

    /// <summary>
    /// Runs a body in a root frame: all loads that it starts before its first suspension leave together, exactly. Never throws synchronously:
    /// a body that throws faults the returned task, and the loads it started are still sent. The body runs without the caller's
    /// <see cref="SynchronizationContext"/>, so that what it awaits comes back into the frame.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <returns>The body's task.</returns>
    public Task RunAsync(Func<Task> body)
    {
        try
        {
            ArgumentNullException.ThrowIfNull(body);
            return Start(body);
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    /// <inheritdoc cref="RunAsync(Func{Task})"/>
    /// <typeparam name="T">What the body returns.</typeparam>
    public Task<T> RunAsync<T>(Func<Task<T>> body)
    {
        try
        {
            ArgumentNullException.ThrowIfNull(body);
            return Start(body);
        }
        catch (Exception error)
        {
            return Task.FromException<T>(error);
        }
    }

    /// <summary>
    /// Opens a root frame: <c>using (scope.OpenFrame()) { start loads }</c>. Frames may nest; when the outermost one is closed the batches of the
    /// loads in it have been started, but for loaders that a frame of another thread still collects keys for.
    /// </summary>
    /// <returns>The frame, which must be closed on the thread that opened it.</returns>
    public Frame OpenFrame() => new(CompletionFrame.Open(Dispatcher));

    /// <summary>
    /// Holds all keys of this scope until the returned object is disposed: for an executor that starts work from a queue of its own. It takes a hold
    /// when work becomes ready and disposes it when it has started all of it; while code that was woken up by a batch still runs, the keys wait for
    /// that too. Holds may overlap. When the last one is disposed the batches are started in that call.
    /// </summary>
    /// <returns>The hold. Disposing it twice does nothing; it may be disposed on any thread.</returns>
    public IDisposable HoldBatches() => new Hold(Dispatcher);

    /// <summary>Ends the request: pending loads fail with <see cref="ObjectDisposedException"/>, later loads throw it, late results are dropped.</summary>
    public void Dispose()
    {
        if (!End(Disposed, out CancellationTokenSource? ending, out ScopeMember? loaders))
            return;
        (ending as RequestEnding)?.Unregister();
        Faults.CancelQuietly(ending);
        CloseAll(loaders, failsInFlight: true);
    }

    /// <summary>Ends the request because it was given up.</summary>
    internal void Abort()
    {
        if (!End(Aborted, out CancellationTokenSource? ending, out ScopeMember? loaders))
            return;
        Faults.CancelQuietly(ending);
        CloseAll(loaders, failsInFlight: false);
    }

    // What the body awaits must come back into the frame that completes it, not to a context that runs it later and elsewhere.
    private TTask Start<TTask>(Func<TTask> body)
        where TTask : Task
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(null);
            using (OpenFrame())
                return body() ?? throw NullTask();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Notes a loader that has keys, so that it ends with the scope. False when the scope has ended.</summary>
    internal bool TryEnlist(ScopeMember loader)
    {
        if (loader.IsEnlisted)
            return IsOpen;

        _gate.Enter();
        bool open = IsOpen;
        if (open && !loader.IsEnlisted)
        {
            loader.NextInScope = _loaders;
            loader.IsEnlisted = true;
            _loaders = loader;
        }

        _gate.Exit();
        return open;
    }

    /// <summary>Whether loads must not begin any more.</summary>
    /// <param name="loaderName">The loader that asks.</param>
    /// <param name="error">What such a load ends with when the request was given up; null while the scope is open.</param>
    /// <exception cref="ObjectDisposedException">The scope has been disposed.</exception>
    internal bool HasEnded(string loaderName, out OperationCanceledException? error)
    {
        int state = _state;
        if (state == Disposed)
            throw Disposal(loaderName);
        error = state == Aborted ? Cancelled() : null;
        return error is not null;
    }

    /// <summary>What the keys of a loader end with that found out too late that the scope has ended.</summary>
    internal Exception EndOf(string loaderName) => _state == Disposed ? Disposal(loaderName) : Cancelled();

    internal static ObjectDisposedException Disposal(string loaderName) => new(loaderName, "The scope of this loader has been disposed.");

    private static InvalidOperationException NullTask() => new("The body returned null instead of a task.");

    private static void CloseAll(ScopeMember? loader, bool failsInFlight)
    {
        for (; loader is not null; loader = loader.NextInScope)
            loader.Close(failsInFlight);
    }

    private OperationCanceledException Cancelled() => new("The request of this loader was given up.", ((RequestEnding)_ending!).RequestAborted);

    private bool End(int state, out CancellationTokenSource? ending, out ScopeMember? loaders)
    {
        _gate.Enter();
        bool first = _state < state;
        if (first)
            _state = state;
        ending = _ending;
        loaders = _loaders;
        _gate.Exit();
        return first;
    }

    // Fires when a scope ends whose request has a token of its own, and ends the scope when that token fires.
    private sealed class RequestEnding(LoaderScope scope, CancellationToken requestAborted) : CancellationTokenSource
    {
        private readonly CancellationTokenRegistration _registration =
            requestAborted.UnsafeRegister(static scope => ((LoaderScope)scope!).Abort(), scope);

        public CancellationToken RequestAborted => requestAborted;

        /// <summary>The scope has ended another way.</summary>
        public void Unregister() => _registration.Unregister();
    }
}
