namespace DataLoader.Dispatch;

/// <summary>Something that keys may wait for, under the eyes of the watchdog.</summary>
internal interface IWatched
{
    /// <summary>Whether keys may wait for it now.</summary>
    bool IsOpen { get; }

    /// <summary>Whether they never will again: it is watched no more.</summary>
    bool IsOver { get; }

    /// <summary>Looks at it. For the watchdog alone.</summary>
    /// <param name="clock">The watchdog's clock, in milliseconds.</param>
    void Watch(long clock);
}
