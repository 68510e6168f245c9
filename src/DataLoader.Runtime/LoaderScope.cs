using DataLoader.Dispatch;
using DataLoader.Threading;

namespace DataLoader;

/// <summary>
/// One request: the loaders that are made with it dispatch together, and end with it. Dispose it when the request is over. Every member is safe
/// to call from any thread.
/// </summary>
public sealed partial class LoaderScope : IDisposable
{
    private const int Open = 0;
    private const int Aborted = 1;
    private const int Disposed = 2;

    private CancellationTokenSource? _ending;

    // Null but for scopes with further tokens. Guarded by the gate.
    private List<CancellationTokenRegistration>? _abortions;
    private CancellationToken _abortedBy;
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

    /// <summary>
    /// Grows with every load that has to wait, for a key of its own or for one that is on its way. Compare it before and after a call to know whether
    /// the call has asked for keys: an executor tells fields that wait for loaders from others by it.
    /// </summary>
    public long WaitingLoads => Dispatcher.WaitingLoads;

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
    /// <see cref="SynchronizationContext"/> and <see cref="TaskScheduler"/>, so that what it awaits comes back into the frame.
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
    public Frame OpenFrame() => new(Dispatcher);

    /// <summary>
    /// Holds all keys of this scope until the returned object is disposed: for an executor that starts work from a queue of its own. It takes a hold
    /// when work becomes ready and disposes it when it has started all of it; while code that was woken up by a batch still runs, the keys wait for
    /// that too. Holds may overlap. When the last one is disposed the batches are started in that call.
    /// </summary>
    /// <returns>The hold. Disposing it twice does nothing; it may be disposed on any thread.</returns>
    public IDisposable HoldBatches() => new Hold(Dispatcher, framesOnly: false);

    /// <summary>
    /// Holds the keys that are asked for in frames until the returned object is disposed: for an executor that starts work one by one and waits in
    /// between for other things. Keys that are asked for outside every frame leave as ever, and take the held ones along, so whatever the executor waits
    /// for may load. When the last hold is disposed the batches are started in that call.
    /// </summary>
    /// <returns>The hold. Disposing it twice does nothing; it may be disposed on any thread.</returns>
    public IDisposable HoldFrames() => new Hold(Dispatcher, framesOnly: true);

    /// <summary>
    /// Ends the request when a token fires, as the constructor's token does: pending loads are cancelled, batches in flight get their token fired. A
    /// scope may have any number of tokens.
    /// </summary>
    /// <param name="cancellationToken">The token: of the connection, of the operation, of the application that stops.</param>
    public void AbortOn(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || !IsOpen)
            return;

        // Fires at once, here, when the token has fired.
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static (scope, token) => ((LoaderScope)scope!).Abort(token), this);
        _gate.Enter();
        bool open = IsOpen;
        if (open)
            (_abortions ??= []).Add(registration);
        _gate.Exit();
        if (!open)
            registration.Unregister();
    }

    /// <summary>Every loader of this scope forgets its answers. Keys that wait, and keys that are on their way, are still answered.</summary>
    public void ClearAll()
    {
        _gate.Enter();
        ScopeMember? loader = _loaders;
        _gate.Exit();
        for (; loader is not null; loader = loader.NextInScope)
            loader.ClearAll();
    }

    /// <summary>Ends the request: pending loads fail with <see cref="ObjectDisposedException"/>, later loads throw it, late results are dropped.</summary>
    public void Dispose()
    {
        if (!End(Disposed, out CancellationTokenSource? ending, out ScopeMember? loaders))
            return;
        (ending as RequestEnding)?.Unregister();
        UnregisterAbortions();
        Faults.CancelQuietly(ending);
        CloseAll(loaders, failsInFlight: true);
        Log?.ScopeEnded(WasAborted);
    }

    /// <summary>Ends the request because it was given up.</summary>
    internal void Abort(CancellationToken abortedBy)
    {
        _gate.Enter();
        if (IsOpen)
            _abortedBy = abortedBy;
        _gate.Exit();
        if (!End(Aborted, out CancellationTokenSource? ending, out ScopeMember? loaders))
            return;
        UnregisterAbortions();
        Faults.CancelQuietly(ending);
        CloseAll(loaders, failsInFlight: false);
    }

    // What the body awaits must come back into the frame that completes it, not to a context or a scheduler that runs it later and elsewhere.
    private TTask Start<TTask>(Func<TTask> body)
        where TTask : Task
    {
        if (TaskScheduler.Current == TaskScheduler.Default)
            return StartHere(body);

        var start = new Task<TTask>(() => StartHere(body));
        start.RunSynchronously(TaskScheduler.Default);
        return start.GetAwaiter().GetResult();
    }

    private TTask StartHere<TTask>(Func<TTask> body)
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
    internal Exception EndOf(string loaderName) => Faults.EndOfScope(_state == Disposed ? Disposal(loaderName) : Cancelled());

    internal static ObjectDisposedException Disposal(string loaderName) => new(loaderName, "The scope of this loader has been disposed.");

    private static InvalidOperationException NullTask() => new("The body returned null instead of a task.");

    // In one frame: all have ended before the first caller's code goes on, which may wait for another one of them.
    private static void CloseAll(ScopeMember? loader, bool failsInFlight)
    {
        CompletionFrame? frame = null;
        for (; loader is not null; loader = loader.NextInScope)
            loader.Close(failsInFlight, ref frame);
        frame?.Leave();
    }

    // The scope has ended: nobody adds any more. Does not wait for a callback that runs: it may be the one that calls.
    private void UnregisterAbortions()
    {
        foreach (CancellationTokenRegistration registration in _abortions ?? [])
            registration.Unregister();
    }

    private OperationCanceledException Cancelled() => new("The request of this loader was given up.", _abortedBy);

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
            requestAborted.UnsafeRegister(static (scope, token) => ((LoaderScope)scope!).Abort(token), scope);

        /// <summary>The scope has ended another way.</summary>
        public void Unregister() => _registration.Unregister();
    }
}
