namespace DataLoader;

/// <summary>The names under which loaders report: for views, dashboards and alerts. They are stable; keys and values are never reported.</summary>
public static class TelemetryNames
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySource = "DataLoader";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Meter = "DataLoader";

    /// <summary>The name of the <see cref="System.Diagnostics.Tracing.EventSource"/> of warnings: frames given up, and loads in a loop.</summary>
    public const string EventSource = "DataLoader.Runtime";

    /// <summary>Counter, in loads: keys asked for.</summary>
    public const string Loads = "dataloader.loads";

    /// <summary>Counter, in loads: keys asked for that were known or on their way.</summary>
    public const string Hits = "dataloader.hits";

    /// <summary>Counter, in batches: calls of batch methods, by <see cref="DispatchReason"/>.</summary>
    public const string Batches = "dataloader.batches";

    /// <summary>Histogram, in keys: keys in a batch.</summary>
    public const string BatchSize = "dataloader.batch.size";

    /// <summary>Histogram, in seconds: from the first key of a batch to the call of its method.</summary>
    public const string BatchWait = "dataloader.batch.wait";

    /// <summary>Histogram, in seconds: from the call of a batch method to its end, by <see cref="ErrorType"/> where it failed.</summary>
    public const string BatchDuration = "dataloader.batch.duration";

    /// <summary>Counter, in keys: keys whose load failed, by <see cref="ErrorType"/>. Keys without a value are not among them.</summary>
    public const string FailedKeys = "dataloader.keys.failed";

    /// <summary>Counter, in keys: keys that the batch had no value for, whether their load fails by that or gives null.</summary>
    public const string MissingKeys = "dataloader.keys.missing";

    /// <summary>
    /// Counter, in keys: values that a batch had for keys that nobody asked for, whether they were dropped or failed it: a key that comes back under another
    /// form, or a query that reads too much.
    /// </summary>
    public const string SurplusKeys = "dataloader.keys.surplus";

    /// <summary>Attribute of all metrics and spans: the loader's name.</summary>
    public const string LoaderName = "dataloader.name";

    /// <summary>
    /// Attribute of spans and of <see cref="Batches"/>: why the keys left then. One of <c>frame</c>, <c>root_frame</c>, <c>hold</c>, <c>after_frame</c>,
    /// <c>quiet</c>, <c>scheduler</c> and <c>watchdog</c>; the last one means that a thread was blocked in a frame.
    /// </summary>
    public const string DispatchReason = "dataloader.dispatch.reason";

    /// <summary>Attribute of a span: keys in the batch.</summary>
    public const string BatchKeys = "dataloader.batch.keys";

    /// <summary>Attribute of a span, where keys that left together were cut into several batches: which of them it is, from 1 on.</summary>
    public const string BatchPart = "dataloader.batch.part";

    /// <summary>Attribute of a span beside <see cref="BatchPart"/>: how many batches they were cut into.</summary>
    public const string BatchParts = "dataloader.batch.parts";

    /// <summary>Attribute of a span: how many spans asked for its keys. All are linked, up to 128.</summary>
    public const string Callers = "dataloader.callers";

    /// <summary>Attribute of the span of a call that requests share: how many of them are in it. The spans of their batches and it are linked.</summary>
    public const string Requests = "dataloader.requests";

    /// <summary>Attribute of a span of a loader with arguments: how many different arguments it has been given so far in its scope.</summary>
    public const string Arguments = "dataloader.arguments";

    /// <summary>Attribute of a span: how many of its keys failed; only where some did.</summary>
    public const string FailedKeyCount = "dataloader.failed_key_count";

    /// <summary>Attribute of a span: how many of its keys had no value; only where some had none.</summary>
    public const string MissingKeyCount = "dataloader.missing_key_count";

    /// <summary>Attribute of a span: how many values came that nobody asked for; only where some did.</summary>
    public const string SurplusKeyCount = "dataloader.surplus_key_count";

    /// <summary>Attribute: the type of an exception, after the general semantic conventions; never its message.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Attribute of a span whose batch was cancelled because nobody waited any more; its status stays unset.</summary>
    public const string Cancelled = "dataloader.cancelled";
}
