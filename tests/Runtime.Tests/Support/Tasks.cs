namespace DataLoader.Tests;

/// <summary>Awaiting in tests: never for ever.</summary>
internal static class Tasks
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    /// <summary>A hang guard, not a means of synchronisation.</summary>
    public static Task WithTimeout(this Task task) => task.WaitAsync(Hang);

    /// <inheritdoc cref="WithTimeout(Task)"/>
    public static Task<T> WithTimeout<T>(this Task<T> task) => task.WaitAsync(Hang);

    /// <summary>Like <see cref="Task.WhenAll{T}(Task{T}[])"/>, with a result that <see cref="Assert"/> does not take for a span.</summary>
    public static Task<IReadOnlyList<T>> All<T>(params Task<T>[] tasks) => All(tasks.AsEnumerable());

    /// <inheritdoc cref="All{T}(Task{T}[])"/>
    public static async Task<IReadOnlyList<T>> All<T>(IEnumerable<Task<T>> tasks) => await Task.WhenAll(tasks).ConfigureAwait(false);

    /// <summary>Awaits a failure of exactly this type, not wrapped in anything.</summary>
    public static Task<TException> FailsWith<TException>(this Task task)
        where TException : Exception
        => Assert.ThrowsAsync<TException>(() => task.WithTimeout());

    /// <summary>Awaits a failure with this very instance.</summary>
    public static async Task FailsWith(this Task task, Exception expected)
        => Assert.Same(expected, await Assert.ThrowsAnyAsync<Exception>(() => task.WithTimeout()));

    /// <summary>Awaits the end of a task that ends cancelled, and returns the token it carries.</summary>
    public static async Task<CancellationToken> IsCancelled(this Task task)
    {
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WithTimeout());
        Assert.True(task.IsCanceled, "The task ended, but not cancelled.");
        return error.CancellationToken;
    }
}
