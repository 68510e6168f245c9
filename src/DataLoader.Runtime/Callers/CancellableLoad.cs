using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Joining;
using DataLoader.Threading;

namespace DataLoader.Callers;

/// <summary>The task of a caller who can cancel: done when the load is done, or cancelled when the caller's token fires, whatever comes first.</summary>
internal sealed class CancellableLoad<TResult>(Action<CancellableLoad<TResult>> leave, CancellationToken cancellationToken) : OwnLoad<TResult>
{
    // Null when the caller waits no more: a load of somebody else's may keep this object for long, and must not keep the loader with it.
    private Action<CancellableLoad<TResult>>? _leave = leave;
    private AsyncTaskMethodBuilder<TResult> _promise;
    private CancellationTokenRegistration _registration;
    private int _done;

    /// <summary>Listens to the caller's token.</summary>
    /// <returns>The caller's own task.</returns>
    public Task<TResult> Watch()
    {
        Task<TResult> task = _promise.Task;
        _registration = cancellationToken.UnsafeRegister(static state => ((CancellableLoad<TResult>)state!).Leave(), this);
        return task;
    }

    public override void Finish(Task<TResult> load)
    {
        // Reading it marks it observed: the caller who left does not wait for the error.
        Exception? error = load.IsCompletedSuccessfully ? null : Faults.Of(load);
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;

        _leave = null;
        _registration.Unregister();
        if (error is null)
            _promise.SetResult(load.Result);
        else
            Faults.Fail(ref _promise, error);
    }

    /// <summary>Cancels the task of a caller who has left.</summary>
    public void Cancel() => _promise.SetException(new OperationCanceledException(cancellationToken));

    private void Leave()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;

        _leave?.Invoke(this);
        _leave = null;
    }
}

/// <summary>Gives callers who can cancel tasks of their own.</summary>
internal static class CancellableLoad
{
    /// <summary>For the load of one key.</summary>
    public static Task<TValue> OfOne<TKey, TValue>(BatchOwner<TKey, TValue> owner, Task<TValue> load, CancellationToken cancellationToken)
        where TKey : notnull
    {
        if (load.IsCompleted)
            return load;

        var mine = new CancellableLoad<TValue>(
            own =>
            {
                owner.Detach(load, own);
                owner.CallerLeaves(load);
                CancelOnPool(owner, own);
            },
            cancellationToken);
        Task<TValue> task = mine.Watch();
        if (!owner.TryAttach(load, mine))
            FinishLater(load, mine);
        return task;
    }

    /// <summary>For the load of many keys, which is made of their tasks.</summary>
    public static Task<TResult> OfMany<TKey, TValue, TResult>(
        BatchOwner<TKey, TValue> owner, Task<TResult> load, ListLoad<TValue> keys, CancellationToken cancellationToken)
        where TKey : notnull
    {
        if (load.IsCompleted)
            return load;

        var mine = new CancellableLoad<TResult>(
            own =>
            {
                owner.ListLeaves(keys);
                CancelOnPool(owner, own);
            },
            cancellationToken);
        Task<TResult> task = mine.Watch();
        FinishLater(load, mine);
        return task;
    }

    // Not here: the others who listen to this token are told only when this returns, and this caller's code may wait for one of them.
    private static void CancelOnPool<TKey, TValue, TResult>(BatchOwner<TKey, TValue> owner, CancellableLoad<TResult> left)
        where TKey : notnull
        => owner.Scope.Dispatcher.OnPool.Add(left.Cancel);

    private static void FinishLater<TResult>(Task<TResult> load, CancellableLoad<TResult> mine)
        => load.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => mine.Finish(load));
}
