using System.Runtime.CompilerServices;

namespace DataLoader.Threading;

/// <summary>How tasks and tokens fail, and how their failures are taken note of.</summary>
internal static class Faults
{
    private static readonly ConditionalWeakTable<Exception, object> EndsOfScopes = [];

    /// <summary>What a task ended with, unwrapped and the same instance (rows D5, D7). The task has failed or was cancelled.</summary>
    public static Exception Of(Task task)
    {
        if (task.Exception is { } faults)
            return faults.InnerExceptions[0];

        // The exception that cancelled a task is kept inside it; waiting for the task is the only way to get at it.
        try
        {
            task.GetAwaiter().GetResult();
            throw new InvalidOperationException("The task has not failed.");
        }
        catch (OperationCanceledException error)
        {
            return error;
        }
    }

    /// <summary>Marks the failure of a task as observed, now or when it comes: no caller is obliged to look at it (rows C10, U20).</summary>
    public static void Observe(Task task)
    {
        if (task.IsCompleted)
            _ = task.Exception;
        else
            WhenDone(task, static failed => _ = failed.Exception);
    }

    /// <summary>
    /// Calls back when a task is done, which may be never: nothing is kept until then but the callback. The context of the caller is not.
    /// </summary>
    public static void WhenDone(Task task, Action<Task> callback)
    {
        bool flows = !ExecutionContext.IsFlowSuppressed();
        AsyncFlowControl suppressed = flows ? ExecutionContext.SuppressFlow() : default;
        try
        {
            task.ContinueWith(callback, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        finally
        {
            if (flows)
                suppressed.Undo();
        }
    }

    /// <summary>Marks an exception as the end of a scope: loads that nobody awaits any more may end with it.</summary>
    public static Exception EndOfScope(Exception error)
    {
        EndsOfScopes.TryAdd(error, EndsOfScopes);
        return error;
    }

    /// <summary>Fails a promise. When that is only because its scope has ended, nobody is obliged to look at it.</summary>
    public static void Fail<T>(ref AsyncTaskMethodBuilder<T> promise, Exception error)
    {
        Task<T> task = promise.Task;
        promise.SetException(error);
        if (error is ObjectDisposedException && EndsOfScopes.TryGetValue(error, out _))
            _ = task.Exception;
    }

    /// <summary>
    /// Fires a token. Its callbacks, which are code of the batch method's own, run on the pool: however long they take, nobody waits for them. One
    /// that throws keeps nothing else from ending, and no caller is left to tell.
    /// </summary>
    public static void CancelQuietly(CancellationTokenSource? source)
    {
        if (source is not null)
            Observe(source.CancelAsync());
    }
}
