namespace DataLoader.Loading;

/// <summary>The token of a request that may be given up: it ends the scope when it fires.</summary>
internal sealed class RequestAbortion(LoaderScope scope, CancellationToken token)
{
    private readonly CancellationTokenRegistration _registration = token.UnsafeRegister(static scope => ((LoaderScope)scope!).Abort(), scope);

    public CancellationToken Token => token;

    /// <summary>The scope has ended another way.</summary>
    public void Forget() => _registration.Unregister();
}
