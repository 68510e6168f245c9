using System.Runtime.CompilerServices;

namespace DataLoader.Loading;

/// <summary>One caller's way out of a load: done when the load is done, or cancelled when the caller's token fires, whatever comes first.</summary>
internal sealed class DetachedLoad<TKey, TValue, TResult>
    where TKey : notnull
{
    private readonly LoaderCore<TKey, TValue> _core;
    private readonly Task<TResult> _load;
    private readonly Task<TValue>[]? _tasks;
    private readonly CancellationToken _cancellationToken;
    private AsyncTaskMethodBuilder<TResult> _promise;
    private CancellationTokenRegistration _registration;
    private int _done;

    private DetachedLoad(LoaderCore<TKey, TValue> core, Task<TResult> load, Task<TValue>[]? tasks, CancellationToken cancellationToken)
    {
        _core = core;
        _load = load;
        _tasks = tasks;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Lets a caller leave a load.</summary>
    /// <param name="core">The loader.</param>
    /// <param name="load">The load.</param>
    /// <param name="tasks">The keys' tasks that the load is made of; null when it is one key's own.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The caller's own task.</returns>
    public static Task<TResult> Start(
        LoaderCore<TKey, TValue> core, Task<TResult> load, Task<TValue>[]? tasks, CancellationToken cancellationToken)
    {
        if (load.IsCompleted)
            return load;

        var detached = new DetachedLoad<TKey, TValue, TResult>(core, load, tasks, cancellationToken);
        Task<TResult> task = detached._promise.Task;
        detached._registration = cancellationToken.UnsafeRegister(static state => ((DetachedLoad<TKey, TValue, TResult>)state!).Leave(), detached);
        load.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(detached.Finish);
        return task;
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;

        if (_tasks is null)
            _core.Leave((Task<TValue>)(Task)_load);
        else
            _core.Leave(_tasks);
        _promise.SetException(new OperationCanceledException(_cancellationToken));
    }

    private void Finish()
    {
        // Reading it marks it observed: the caller who left does not wait for the error.
        Exception? error = _load.IsCompletedSuccessfully ? null : BatchErrors.Of(_load);
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;

        _registration.Unregister();
        if (error is null)
            _promise.SetResult(_load.Result);
        else
            _promise.SetException(error);
    }
}
