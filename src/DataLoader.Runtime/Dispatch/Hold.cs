namespace DataLoader.Dispatch;

/// <summary>An executor that holds the keys of a scope.</summary>
internal sealed class Hold : IDisposable
{
    private readonly bool _framesOnly;
    private Dispatcher? _dispatcher;

    /// <summary>Begins to hold.</summary>
    /// <param name="dispatcher">Whose keys.</param>
    /// <param name="framesOnly">Whether only those that are asked for in frames.</param>
    public Hold(Dispatcher dispatcher, bool framesOnly)
    {
        _dispatcher = dispatcher;
        _framesOnly = framesOnly;
        dispatcher.HoldBegun(framesOnly);
    }

    public void Dispose() => Interlocked.Exchange(ref _dispatcher, null)?.HoldEnded(_framesOnly);
}
