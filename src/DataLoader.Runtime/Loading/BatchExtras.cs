using System.Diagnostics;
using DataLoader.Table;
using DataLoader.Telemetry;

namespace DataLoader.Loading;

/// <summary>What few batches need; kept apart so that the others stay small.</summary>
internal sealed class BatchExtras<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Guards a take-over.</summary>
    public Gate TakingOver;

    /// <summary>The cursor of the last thread that took over.</summary>
    public BatchCursor.Box? Successor { get; set; }

    /// <summary>The slots by key, where the loader's table can not tell.</summary>
    public Dictionary<TKey, int>? Slots { get; set; }

    public BatchStream<TKey, TValue>? Stream { get; set; }

    /// <summary>How many keys still have a caller, while all callers of the batch may leave. Guarded by the loader's gate.</summary>
    public int KeysWithCallers { get; set; }

    /// <summary>The token source of the batch, if its token was read while all its callers might leave. Guarded by the loader's gate.</summary>
    public CancellationTokenSource? Abandoning { get; set; }

    /// <summary>What ended the batch from outside.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What is told about the batch.</summary>
    public BatchTelemetry? Telemetry { get; set; }

    public Activity? Activity { get; set; }

    public long StartedAt { get; set; }
}
