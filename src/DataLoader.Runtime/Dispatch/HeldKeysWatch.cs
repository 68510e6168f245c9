using System.Runtime.CompilerServices;
using DataLoader.Events;

namespace DataLoader.Dispatch;

/// <summary>
/// Sends keys that are held for too long, counted from the oldest of them: further keys do not move the limit on. Who holds them, a frame that
/// computes or that never runs out of work, or an executor, goes on and holds the next ones.
/// </summary>
internal sealed class HeldKeysWatch
{
    // Hardly any dispatcher is ever watched: the others do not carry a field for it.
    private static readonly ConditionalWeakTable<Dispatcher, HeldKeysWatch> Watches = new();

    private int _takes = -1;
    private long _since;

    /// <summary>Called by the watchdog alone, at its ticks.</summary>
    /// <param name="dispatcher">Whose keys.</param>
    /// <param name="clock">The watchdog's clock.</param>
    /// <param name="version">Changes with every key; 0 while none is held.</param>
    /// <returns>Whether keys are held.</returns>
    public static bool Look(Dispatcher dispatcher, long clock, out long version)
    {
        bool holds = dispatcher.TryGetHeld(out version, out int takes);
        if (holds && Watches.GetValue(dispatcher, static _ => new()).IsOverdue(takes, clock))
            SendOnPool(dispatcher);
        return holds;
    }

    private bool IsOverdue(int takes, long clock)
    {
        bool areOthers = takes != _takes;
        bool isOverdue = !areOthers && clock - _since >= Limits.Held;
        _takes = takes;
        if (areOthers || isOverdue)
            _since = clock;
        return isOverdue;
    }

    private static void SendOnPool(Dispatcher dispatcher)
    {
        ThreadPool.UnsafeQueueUserWorkItem(
            static dispatcher => CompletionFrame.Send(dispatcher, dispatcher.Take(), DispatchReason.Watchdog), dispatcher, preferLocal: false);
        LoaderEvents.Log.KeysHeldTooLong();
    }
}
