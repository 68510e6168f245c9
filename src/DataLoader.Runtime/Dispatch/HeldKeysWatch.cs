using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DataLoader.Dispatch;

/// <summary>
/// Tells when held keys have waited too long for a frame that does not move: its thread spins, or it computes. A thread that was pre-empted on a
/// busy machine does neither, and its frame must stay whole (X8): so the process must have used a processor meanwhile.
/// </summary>
internal sealed class HeldKeysWatch
{
    // In ticks of the watchdog, of 2 ms each: a pause of the whole process is one tick.
    private const int TicksUntilOverdue = 100;
    private const int TicksUntilGivenUp = 10 * TicksUntilOverdue;

    // Hardly any dispatcher is ever watched: the others do not carry a field for it.
    private static readonly ConditionalWeakTable<Dispatcher, HeldKeysWatch> Watches = new();

    private long _version = -1;
    private long _since;
    private long _measuredAt;
    private TimeSpan _processorTime;

    /// <summary>The watch over the keys that a dispatcher holds.</summary>
    public static HeldKeysWatch Of(Dispatcher dispatcher) => Watches.GetValue(dispatcher, static _ => new());

    /// <summary>Called by the watchdog alone, at each of its ticks.</summary>
    /// <param name="version">Changes with every key.</param>
    /// <param name="tick">The number of the tick.</param>
    public bool IsOverdue(long version, long tick)
    {
        if (version != _version)
        {
            _version = version;
            _since = tick;
            _measuredAt = 0;
            return false;
        }

        long ticks = tick - _since;
        if (ticks >= TicksUntilOverdue / 2 && _measuredAt == 0)
        {
            _measuredAt = Stopwatch.GetTimestamp();
            _processorTime = ProcessorTime();
        }

        if (ticks < TicksUntilOverdue || (ticks < TicksUntilGivenUp && !WasUsed()))
            return false;
        _since = tick;
        _measuredAt = 0;
        return true;
    }

    // Half of one processor.
    private bool WasUsed() => ProcessorTime() - _processorTime > Stopwatch.GetElapsedTime(_measuredAt) / 2;

    private static TimeSpan ProcessorTime()
    {
#if NET9_0_OR_GREATER
        return Environment.CpuUsage.TotalTime;
#else
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
#endif
    }
}
