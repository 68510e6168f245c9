using DataLoader.Telemetry;
using DataLoader.Threading;

namespace DataLoader.Batches;

/// <summary>What loaders with a listener, a limit of batches or a scheduler have besides; the others do without it.</summary>
internal sealed class LoaderExtras<TKey, TValue>
    where TKey : notnull
{
    [ReadOutsideGate]
    private volatile PendingBatch? _scheduled;

    /// <summary>Null when there was no listener when the loader was made, and nobody observes its scope.</summary>
    public LoaderTelemetry? Telemetry { get; private init; }

    /// <summary>Null when there is no limit of batches at a time.</summary>
    public BatchLimit? Limit { get; private init; }

    /// <summary>The pending keys that a scheduler was given last, until they are sent.</summary>
    public PendingBatch? Scheduled
    {
        get => _scheduled;
        set => _scheduled = value;
    }

    /// <summary>The extras of a new loader, or null when it needs none.</summary>
    public static LoaderExtras<TKey, TValue>? Of(LoaderSettings settings, LoaderScope? scope)
    {
        var telemetry = LoaderTelemetry.Of(settings.Name, settings.MaxBatchSize, settings.Family is not null, scope?.Log);
        bool hasLimit = settings.MaxConcurrentBatches < int.MaxValue;
        if (telemetry is null && !hasLimit && settings.Scheduler is null)
            return null;
        return new() { Telemetry = telemetry, Limit = settings.Family is { } family ? family.Limit : hasLimit ? new(settings.MaxConcurrentBatches) : null };
    }
}
