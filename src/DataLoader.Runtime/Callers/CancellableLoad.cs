using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Threading;

namespace DataLoader.Callers;

/// <summary>The task of a caller who can cancel: done when the load is done, or cancelled when the caller's token fires, whatever comes first.</summary>
internal sealed class CancellableLoad<TKey, TValue, TResult>
    where TKey : notnull
{
    private readonly BatchOwner<TKey, TValue> _owner;
    private readonly Task<TResult> _load;
    private readonly Task<TValue>[]? _tasks;
    private readonly CancellationToken _cancellationToken;
    private AsyncTaskMethodBuilder<TResult> _promise;
    private CancellationTokenRegistration _registration;
    private int _done;

    private CancellableLoad(BatchOwner<TKey, TValue> owner, Task<TResult> load, Task<TValue>[]? tasks, CancellationToken cancellationToken)
    {
        _owner = owner;
        _load = load;
        _tasks = tasks;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Gives a caller a task of its own.</summary>
    /// <param name="owner">The loader.</param>
    /// <param name="load">The load.</param>
    /// <param name="tasks">The keys' tasks that the load is made of; null when it is one key's own.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The caller's own task.</returns>
    public static Task<TResult> Start(
        BatchOwner<TKey, TValue> owner, Task<TResult> load, Task<TValue>[]? tasks, CancellationToken cancellationToken)
    {
        if (load.IsCompleted)
            return load;

        var mine = new CancellableLoad<TKey, TValue, TResult>(owner, load, tasks, cancellationToken);
        Task<TResult> task = mine._promise.Task;
        mine._registration = cancellationToken.UnsafeRegister(static state => ((CancellableLoad<TKey, TValue, TResult>)state!).Leave(), mine);
        load.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(mine.Finish);
        return task;
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;

        if (_tasks is null)
            _owner.CallerLeaves((Task<TValue>)(Task)_load);
        else
            Array.ForEach(_tasks, _owner.CallerLeaves);
        _promise.SetException(new OperationCanceledException(_cancellationToken));
    }

    private void Finish()
    {
        // Reading it marks it observed: the caller who left does not wait for the error.
        Exception? error = _load.IsCompletedSuccessfully ? null : Faults.Of(_load);
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;

        _registration.Unregister();
        if (error is null)
            _promise.SetResult(_load.Result);
        else
            _promise.SetException(error);
    }
}
