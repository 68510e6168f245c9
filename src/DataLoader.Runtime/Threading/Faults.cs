namespace DataLoader.Threading;

/// <summary>How tasks and tokens fail, and how their failures are taken note of.</summary>
internal static class Faults
{
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
        {
            task.ContinueWith(
                static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Fires a token. A callback that throws keeps nothing else from ending, and no caller is left to tell.</summary>
    public static void CancelQuietly(CancellationTokenSource? source)
    {
        try
        {
            source?.Cancel();
        }
        catch (AggregateException)
        {
            // It was code of the batch method's own.
        }
    }
}
