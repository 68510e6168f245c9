using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Table;
using DataLoader.Telemetry;

namespace DataLoader.Loading;

/// <summary>
/// A loader's side towards its scope and its callers: what a load ends with when the scope has ended, who shares a task, who leaves it, and the
/// token that fires when nobody waits for a batch any more.
/// </summary>
internal abstract class CallerCore<TKey, TValue>(LoaderSettings settings, LoaderScope? scope)
    : WorkCore<TKey, TValue>(LoaderExtras<TKey, TValue>.Of(settings), hasScheduler: settings.Scheduler is not null)
    where TKey : notnull
{
    private LoaderScope? _scope = scope;

    public LoaderSettings Settings { get; } = settings;

    /// <summary>The request of this loader. One that was given none gets one of its own with its first key.</summary>
    public LoaderScope Scope => _scope ?? OwnScope();

    /// <summary>Null when nobody listened when this loader was made.</summary>
    public LoaderTelemetry? Telemetry => Extras?.Telemetry;

    protected Callers<TKey, TValue>? Callers => Extras?.Callers;

    /// <summary>
    /// The dispatcher to tell of a key that was appended, if that is all there is to do: the scope is open, and no scheduler has the keys. Else
    /// null.
    /// </summary>
    protected Dispatcher? SimpleDispatcher
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !HasScheduler && _scope is { IsOpen: true } scope ? scope.Dispatcher : null;
    }

    /// <summary>The token that a batch's method gets.</summary>
    public CancellationToken TokenOf(Batch<TKey, TValue> batch)
    {
        CancellationToken ending = Scope.Ending;
        Gate.Enter();
        bool abandoned = batch.IsAbandoned;
        bool mayLeave = batch.CallersMayLeave || batch.Abandoning is not null;
        if (mayLeave && !abandoned)
            batch.Abandoning ??= new CancellationTokenSource();
        CancellationTokenSource? abandoning = batch.Abandoning;
        Gate.Exit();

        if (abandoned || ending.IsCancellationRequested)
            return new CancellationToken(canceled: true);
        return abandoning?.Token ?? ending;
    }

    /// <summary>A caller leaves a key.</summary>
    public void Leave(Task<TValue> task)
    {
        Gate.Enter();
        Batch<TKey, TValue>? abandoned = Callers?.Leave(task);
        if (abandoned is not null)
            HideAll(abandoned);
        Gate.Exit();
        if (abandoned is not null)
            CancelAbandoned(abandoned);
    }

    /// <summary>A caller leaves many keys.</summary>
    public void Leave(Task<TValue>[] tasks)
    {
        foreach (Task<TValue> task in tasks)
            Leave(task);
    }

    /// <summary>Gate held. Forgets the keys of a batch that everybody has left, so that the next load of them starts afresh.</summary>
    protected abstract void HideAll(Batch<TKey, TValue> batch);

    /// <summary>What comes after nobody waits for a batch any more, with no lock held.</summary>
    protected virtual void CancelAbandoned(Batch<TKey, TValue> batch) => CancelToken(batch);

    /// <summary>What a load ends with when the scope has ended, or null while it is open.</summary>
    /// <exception cref="ObjectDisposedException">The scope has been disposed.</exception>
    protected Task<TValue>? AnswerOfEndedScope()
        => Scope.HasEnded(Settings.Name, out OperationCanceledException? error) ? Failed(error!) : null;

    /// <summary>Joins the callers of a key that is pending or in flight.</summary>
    /// <returns>False when everybody else has left it and its batch is being cancelled: ask afresh.</returns>
    protected bool TryJoin(Task<TValue> task, bool mayLeave)
    {
        // .NET runs only the first continuation of a task inline: the next dispatch has to wait for the others.
        IsShared = true;
        if (Callers is not { } callers)
            return true;
        Gate.Enter();
        bool joined = callers.TryJoin(task, mayLeave);
        Gate.Exit();
        return joined && !task.IsCanceled;
    }

    /// <summary>Gate held. Counts one more caller, who may leave, of a key that was appended a moment ago.</summary>
    protected void JoinWithGate(Task<TValue> task) => Callers?.TryJoin(task, mayLeave: true);

    /// <summary>Gate held. Counts the first caller of a key, if he may leave, before anybody else can find the key and join.</summary>
    protected void NoteCaller(Task<TValue> task, bool mayLeave)
    {
        if (mayLeave)
            (MakeExtras().Callers ??= new()).Add(task);
    }

    /// <summary>A task that has failed, or was cancelled, with an error of its own.</summary>
    protected static Task<TValue> Failed(Exception error)
    {
        AsyncTaskMethodBuilder<TValue> promise = default;
        promise.SetException(error);
        return promise.Task;
    }

    protected static void CancelToken(Batch<TKey, TValue> batch)
    {
        try
        {
            batch.Abandoning?.Cancel();
        }
        catch (AggregateException)
        {
            // A callback of the batch method's own threw; there is nobody left to tell.
        }
    }

    private LoaderScope OwnScope()
    {
        var scope = new LoaderScope();
        return Interlocked.CompareExchange(ref _scope, scope, null) ?? scope;
    }
}
