namespace DataLoader.Tests;

/// <summary>
/// Runs a test body as a server runs a request: on the pool, without a SynchronizationContext. xunit installs one, and under it continuations are
/// posted instead of run inline, so the default scheduler would behave unlike production.
/// </summary>
internal static class Isolated
{
    public static Task Run(Func<Task> body) => Task.Run(body).WithTimeout();

    public static Task Run(Action body) => Task.Run(body).WithTimeout();

    public static Task<T> Run<T>(Func<Task<T>> body) => Task.Run(body).WithTimeout();
}
