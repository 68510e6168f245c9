using System.Diagnostics.Tracing;

namespace DataLoader.Events;

/// <summary>What people must hear of even if they look at nothing: for dotnet-trace, and whoever listens to event sources.</summary>
[EventSource(Name = TelemetryNames.EventSource)]
internal sealed class LoaderEvents : EventSource
{
    private LoaderEvents()
    {
    }

    public static LoaderEvents Log { get; } = new();

    /// <summary>The watchdog has given a frame up.</summary>
    [Event(1, Level = EventLevel.Warning, Message = "Thread {0} came no further in a frame and was passed over. It is blocked, often by .Result or .Wait(), or it computes.")]
    public void FrameGivenUp(int managedThreadId) => WriteEvent(1, managedThreadId);

    /// <summary>The watchdog sends keys that a frame or an executor still holds.</summary>
    [Event(2, Level = EventLevel.Warning, Message = "Keys were sent although a frame or an executor had held them for too long.")]
    public void KeysHeldTooLong() => WriteEvent(2);

    /// <summary>A loader is likely awaited in a loop.</summary>
    [Event(3, Level = EventLevel.Warning, Message = "{0} sends its fifth batch of one key. Is it awaited in a loop? Start all loads, then await them.")]
    public void FifthBatchOfOne(string loader) => WriteEvent(3, loader);

    /// <summary>A value cache failed several times in a row.</summary>
    [Event(4, Level = EventLevel.Warning, Message = "{0} does without its value cache for a while: look-ups failed, the last one with {1}.")]
    public void ValueCacheLeftAlone(string loader, string error) => WriteEvent(4, loader, error);
}
