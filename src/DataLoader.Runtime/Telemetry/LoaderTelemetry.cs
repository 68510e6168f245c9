using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataLoader.Dispatch;

namespace DataLoader.Telemetry;

/// <summary>
/// What a loader reports to listeners. A loader has one of these only if there was a listener when it was made; else it costs a null check, and each
/// of its batches looks for one that came later. Keys and values are never reported. Listeners are foreign code: what they throw is dropped, because there
/// is nobody to tell, and callers wait.
/// </summary>
internal sealed class LoaderTelemetry
{
    private readonly TagList _tags;
    private readonly string _name;
    private Callers? _callers;
    private long _firstKeyAt;
    private int _hits;

    private LoaderTelemetry(string name)
    {
        _name = name;
        _tags = new TagList { { TelemetryNames.LoaderName, name } };
    }

    /// <summary>The telemetry of a new loader, or null when there is no listener.</summary>
    public static LoaderTelemetry? Of(string name)
        => IsWanted || Instruments.Loads.Enabled || Instruments.Hits.Enabled || Instruments.Sizes.Enabled || Instruments.Waits.Enabled
            || Instruments.Durations.Enabled || Instruments.FailedKeys.Enabled || Instruments.MissingKeys.Enabled
            ? new LoaderTelemetry(name)
            : null;

    /// <summary>The telemetry of one dispatch of a loader that was made before there was a listener, if there is one now. Else null.</summary>
    public static LoaderTelemetry? OfLate(string name) => IsWanted ? new LoaderTelemetry(name) : null;

    // Whoever listens to the meter listens to the count of batches.
    private static bool IsWanted => Instruments.Source.HasListeners() || Instruments.Batches.Enabled;

    /// <summary>A load was answered by a task that was there. From any thread.</summary>
    public void Hit()
    {
        Interlocked.Increment(ref _hits);
        Add(Instruments.Loads, 1, _tags);
        Add(Instruments.Hits, 1, _tags);
    }

    /// <summary>Keys were enqueued. From any thread, without the loader's gate: listeners are foreign code.</summary>
    public void Miss(int keys = 1) => Add(Instruments.Loads, keys, _tags);

    /// <summary>Gate held. A key was enqueued.</summary>
    public void Enqueued(bool first)
    {
        if (first)
            _firstKeyAt = Stopwatch.GetTimestamp();
        NoteCaller();
    }

    /// <summary>Gate held. The calling code waits for one of the keys that wait.</summary>
    public void NoteCaller()
    {
        if (Activity.Current is { } caller)
            (_callers ??= new()).TryLink(caller);
    }

    /// <summary>Gate held. One of the batches that the pending keys become.</summary>
    public BatchTelemetry Cut(DispatchReason reason, int part, int partCount)
    {
        var batch = new BatchTelemetry(this, reason, _firstKeyAt == 0 ? null : _firstKeyAt, part, partCount)
        {
            Hits = part == 1 ? Interlocked.Exchange(ref _hits, 0) : 0,
            Callers = part == 1 ? _callers : null,
        };
        if (part == 1)
            _callers = null;
        return batch;
    }

    /// <summary>A batch method is about to be called, in the context of its first load.</summary>
    public void Start(BatchTelemetry batch, int size)
    {
        TagList tags = _tags;
        tags.Add(TelemetryNames.DispatchReason, NameOf(batch.Reason));
        Add(Instruments.Batches, 1, tags);
        Record(Instruments.Sizes, size, _tags);
        if (batch.FirstKeyAt is { } firstKeyAt)
            Record(Instruments.Waits, Stopwatch.GetElapsedTime(firstKeyAt).TotalSeconds, _tags);
        if (!Instruments.Source.HasListeners())
            return;
        try
        {
            batch.Span = StartSpan(batch, size);
        }
        catch (Exception)
        {
            // Sampled, or started, without success: the batch goes on without a span.
        }
    }

    /// <summary>A batch method has ended.</summary>
    public void Ended(BatchTelemetry batch, long startedAt, in KeyOutcomes keys, bool isCancelled)
    {
        // Stopping an activity makes another one current: that of the first load, not that of the code that sends the batch.
        Activity? outer = Activity.Current;
        try
        {
            RecordEnd(batch, startedAt, in keys, isCancelled);
        }
        catch (Exception)
        {
            // There is nobody to tell that a listener has failed.
        }

        Restore(outer);
    }

    /// <summary>What a batch had for itself could not be disposed.</summary>
    public static void ReleaseFailed(BatchTelemetry? batch, Exception error)
        => batch?.Span?.AddEvent(new ActivityEvent("exception", tags: new() { { "exception.type", error.GetType().FullName } }));

    /// <summary>Makes an activity the current one again.</summary>
    public static void Restore(Activity? outer)
    {
        try
        {
            Activity.Current = outer;
        }
        catch (Exception)
        {
            // It is the current one already when those are told who want to know.
        }
    }

    private static void Add(Counter<long> counter, long value, in TagList tags)
    {
        try
        {
            counter.Add(value, tags);
        }
        catch (Exception)
        {
            // As everywhere here.
        }
    }

    private static void Record<T>(Histogram<T> histogram, T value, in TagList tags)
        where T : struct
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception)
        {
            // As everywhere here.
        }
    }

    // The attributes of the draft of July 2026 (graphql/otel-wg) in its meaning: its size counts the hits.
    private Activity? StartSpan(BatchTelemetry batch, int size)
    {
        List<KeyValuePair<string, object?>> tags =
        [
            new(TelemetryNames.LoaderName, _name),
            new(TelemetryNames.BatchKeys, size),
            new(TelemetryNames.DispatchReason, NameOf(batch.Reason)),
            new("graphql.processing.type", "dataloader_batch"),
            new("graphql.dataloader.name", _name),
            new("graphql.dataloader.batch.size", size + batch.Hits),
            new("graphql.dataloader.cache.hit_count", batch.Hits),
            new("graphql.dataloader.cache.miss_count", size),
        ];
        if (batch.PartCount > 1)
        {
            tags.Add(new(TelemetryNames.BatchPart, batch.Part));
            tags.Add(new(TelemetryNames.BatchParts, batch.PartCount));
        }

        return Instruments.Source.StartActivity(
            ActivityKind.Internal, tags: tags, links: batch.Callers?.Links, name: $"GraphQL DataLoader Batch {_name}");
    }

    private void RecordEnd(BatchTelemetry batch, long startedAt, in KeyOutcomes keys, bool isCancelled)
    {
        TagList tags = _tags;

        // The type alone: the message of an exception may hold keys and values.
        string? errorType = isCancelled ? null : keys.Error?.GetType().FullName;
        if (errorType is not null)
            tags.Add(TelemetryNames.ErrorType, errorType);
        Record(Instruments.Durations, Stopwatch.GetElapsedTime(startedAt).TotalSeconds, tags);
        if (keys.Failed > 0 && !isCancelled)
            Add(Instruments.FailedKeys, keys.Failed, tags);
        if (keys.Missing > 0)
            Add(Instruments.MissingKeys, keys.Missing, _tags);
        if (batch.Span is not { } span)
            return;

        if (batch.Callers is { } callers)
            span.SetTag(TelemetryNames.Callers, callers.Count);
        if (isCancelled)
            span.SetTag(TelemetryNames.Cancelled, true);
        else if (keys.Failed > 0)
            span.SetTag(TelemetryNames.FailedKeyCount, keys.Failed).SetTag(TelemetryNames.ErrorType, errorType);
        if (keys.Failed == keys.Count && !isCancelled)
            span.SetStatus(ActivityStatusCode.Error);
        if (keys.Missing > 0)
            span.SetTag(TelemetryNames.MissingKeyCount, keys.Missing);
        span.Stop();
    }

    private static string NameOf(DispatchReason reason) => reason switch
    {
        DispatchReason.Frame => "frame",
        DispatchReason.RootFrame => "root_frame",
        DispatchReason.Hold => "hold",
        DispatchReason.AfterFrame => "after_frame",
        DispatchReason.Quiet => "quiet",
        DispatchReason.Scheduler => "scheduler",
        _ => "watchdog",
    };
}
