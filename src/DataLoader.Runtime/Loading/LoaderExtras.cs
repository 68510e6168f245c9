using DataLoader.Telemetry;

namespace DataLoader.Loading;

/// <summary>What few loaders need; kept apart so that the others stay small.</summary>
internal sealed class LoaderExtras<TKey, TValue>
    where TKey : notnull
{
    private Callers<TKey, TValue>? _callers;
    private volatile ScheduledKeys<TKey, TValue>? _scheduled;

    /// <summary>The batches that are out. Guarded by the loader's gate.</summary>
    public BatchSet<TKey, TValue> Batches;

    /// <summary>What the keys that wait will run under. Guarded by the loader's gate.</summary>
    public ExecutionContext? Context { get; set; }

    /// <summary>Null when nobody listened when the loader was made.</summary>
    public LoaderTelemetry? Telemetry { get; init; }

    /// <summary>Null when there is no limit of batches at a time.</summary>
    public BatchSlots<TKey, TValue>? Slots { get; init; }

    /// <summary>The callers who may leave, or null while there was none. Written under the loader's gate.</summary>
    public Callers<TKey, TValue>? Callers
    {
        get => _callers;
        set => _callers = value;
    }

    /// <summary>The handle of the pending keys that a scheduler got last, until they are sent.</summary>
    public ScheduledKeys<TKey, TValue>? Scheduled
    {
        get => _scheduled;
        set => _scheduled = value;
    }

    /// <summary>Guarded by the loader's gate.</summary>
    public ExecutionContext? TakeContext()
    {
        ExecutionContext? context = Context;
        Context = null;
        return context;
    }

    /// <summary>The extras of a new loader, or null when it needs none so far.</summary>
    public static LoaderExtras<TKey, TValue>? Of(LoaderSettings settings)
    {
        var telemetry = LoaderTelemetry.Of(settings.Name);
        bool hasLimit = settings.MaxConcurrentBatches < int.MaxValue;
        if (telemetry is null && !hasLimit && settings.Scheduler is null)
            return null;
        return new() { Telemetry = telemetry, Slots = hasLimit ? new(settings.MaxConcurrentBatches) : null };
    }
}
