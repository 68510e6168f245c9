namespace DataLoader.Dispatch;

/// <summary>An executor that holds the keys of a scope.</summary>
internal sealed class Hold : IDisposable
{
    private Dispatcher? _dispatcher;

    public Hold(Dispatcher dispatcher)
    {
        _dispatcher = dispatcher;
        dispatcher.FrameEntered();
    }

    public void Dispose() => Interlocked.Exchange(ref _dispatcher, null)?.HoldEnded();
}
