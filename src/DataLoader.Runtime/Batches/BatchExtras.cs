using System.Diagnostics;
using DataLoader.Telemetry;
using DataLoader.Threading;

namespace DataLoader.Batches;

/// <summary>
/// What batches have besides that stream, have a listener, can be abandoned, or were ended or taken over from outside; the others do without it.
/// </summary>
internal sealed class BatchExtras<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Guards a take-over.</summary>
    public SpinGate TakingOver;

    /// <summary>The cursor of the last thread that took over.</summary>
    public BatchCursor.Box? Successor { get; set; }

    /// <summary>The slots by key, where the loader's table cannot tell.</summary>
    public Dictionary<TKey, int>? SlotByKey { get; set; }

    public BatchStream<TKey, TValue>? Stream { get; set; }

    /// <summary>What a value cache had.</summary>
    public FoundKeys<TValue>? Found { get; set; }

    /// <summary>How many keys still have a caller, while all callers of the batch can cancel. Guarded by the loader's gate.</summary>
    public int KeysWithCallers { get; set; }

    /// <summary>How many keys have a caller who cannot cancel, and how many a stream has served. Guarded by the loader's gate.</summary>
    public int KeysWithStayers { get; set; }

    /// <inheritdoc cref="KeysWithStayers"/>
    public int KeysServed { get; set; }

    /// <summary>The token source of the batch, if its token was read while some of its callers could cancel. Guarded by the loader's gate.</summary>
    public CancellationTokenSource? AbandonSource { get; set; }

    /// <summary>What ended the batch from outside.</summary>
    public Exception? Failure { get; set; }

    /// <summary>For listeners.</summary>
    public BatchTelemetry? Telemetry { get; set; }

    public long StartedAt { get; set; }
}
