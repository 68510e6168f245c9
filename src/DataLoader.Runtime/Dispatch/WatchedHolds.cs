namespace DataLoader.Dispatch;

/// <summary>The holds of a scope under watch. A scope that its user has forgotten, holds and all, is collected.</summary>
internal sealed class WatchedHolds(Dispatcher dispatcher) : IWatched
{
    private readonly WeakReference<Dispatcher> _dispatcher = new(dispatcher);

    public bool IsOpen => _dispatcher.TryGetTarget(out Dispatcher? dispatcher) && dispatcher.HasHolds;

    public bool IsOver { get; private set; }

    public void Watch(long clock)
    {
        if (!_dispatcher.TryGetTarget(out Dispatcher? dispatcher) || dispatcher.TryEndWatchOfHolds())
            IsOver = true;
        else
            HeldKeysWatch.Look(dispatcher, clock, out _);
    }
}
