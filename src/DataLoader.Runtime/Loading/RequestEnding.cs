namespace DataLoader.Loading;

/// <summary>Fires when a scope ends whose request has a token of its own, and ends the scope when that token fires.</summary>
internal sealed class RequestEnding(LoaderScope scope, CancellationToken requestAborted) : CancellationTokenSource
{
    private readonly CancellationTokenRegistration _registration =
        requestAborted.UnsafeRegister(static scope => ((LoaderScope)scope!).Abort(), scope);

    public CancellationToken RequestAborted => requestAborted;

    /// <summary>The scope has ended another way.</summary>
    public void Unregister() => _registration.Unregister();
}
