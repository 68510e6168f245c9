namespace DataLoader;

/// <summary>
/// One request: the loaders that are made with it dispatch together, and end with it. Dispose it when the request is over. Every member is safe
/// to call from any thread.
/// </summary>
public sealed class LoaderScope : IDisposable
{
    /// <summary>Makes a scope.</summary>
    /// <param name="requestAborted">Fires when the request is given up: pending loads are cancelled, batches in flight get their token fired.</param>
    public LoaderScope(CancellationToken requestAborted = default)
    {
    }

    /// <summary>
    /// Runs a body in a root frame: all loads that it starts before its first suspension leave together, exactly. Never throws synchronously.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <returns>The body's task.</returns>
    public Task RunAsync(Func<Task> body) => throw new NotSupportedException();

    /// <inheritdoc cref="RunAsync(Func{Task})"/>
    /// <typeparam name="T">What the body returns.</typeparam>
    public Task<T> RunAsync<T>(Func<Task<T>> body) => throw new NotSupportedException();

    /// <summary>
    /// Opens a root frame: <c>using (scope.OpenFrame()) { start loads }</c>. The loads leave together when the outermost frame is closed.
    /// </summary>
    /// <returns>The frame, which must be closed on the thread that opened it.</returns>
    public Frame OpenFrame() => throw new NotSupportedException();

    /// <summary>Ends the request: pending loads fail with <see cref="ObjectDisposedException"/>, later loads throw it, late results are dropped.</summary>
    public void Dispose()
    {
    }
}
