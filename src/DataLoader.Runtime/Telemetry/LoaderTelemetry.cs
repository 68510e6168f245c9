using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataLoader.Dispatch;
using DataLoader.Events;
using DataLoader.Seeing;

namespace DataLoader.Telemetry;

/// <summary>
/// What a loader reports to listeners, and to those who observe its scope. A loader has one of these only if there was one of them when it was made; else it
/// costs a null check, and each of its batches looks for a listener that came later. Keys and values are never reported. Listeners are foreign code: what they throw is dropped, because there
/// is nobody to tell, and callers wait.
/// </summary>
internal sealed class LoaderTelemetry
{
    // From so many batches of one key on, a loader is likely awaited in a loop.
    private const int ManyBatchesOfOne = 5;

    private readonly KeyValuePair<string, object?> _tag;
    private readonly string _name;
    private readonly LoaderLog? _log;
    private Callers? _callers;
    private long _firstKeyAt;
    private int _hits;
    private int _batchesOfOne;

    private LoaderTelemetry(string name, LoaderLog? log)
    {
        _name = name;
        _log = log;
        _tag = new(TelemetryNames.LoaderName, name);
    }

    /// <summary>The telemetry of a new loader, or null when there is no listener and its scope is not observed.</summary>
    public static LoaderTelemetry? Of(string name, int maxBatchSize, bool isOfFamily, ScopeLog? scope)
        => scope is not null || IsWanted || LoaderEvents.Log.IsEnabled() || Instruments.Loads.Enabled || Instruments.Hits.Enabled
            || Instruments.Sizes.Enabled || Instruments.Waits.Enabled
            || Instruments.Durations.Enabled || Instruments.FailedKeys.Enabled || Instruments.MissingKeys.Enabled
            || Instruments.SurplusKeys.Enabled
            ? new LoaderTelemetry(name, scope?.Add(name, maxBatchSize, isOfFamily))
            : null;

    /// <summary>The telemetry of one dispatch of a loader that was made before there was a listener, if there is one now. Else null.</summary>
    public static LoaderTelemetry? OfLate(string name) => IsWanted ? new LoaderTelemetry(name, log: null) : null;

    // Whoever listens to the meter listens to the count of batches.
    private static bool IsWanted => Instruments.Source.HasListeners() || Instruments.Batches.Enabled;

    /// <summary>Loads were answered by a task that was done. From any thread.</summary>
    public void Hit(int loads = 1)
    {
        _log?.Hit(loads);
        Shared(loads);
    }

    /// <summary>Loads were answered by a task that was there. From any thread, after <see cref="Joined"/>.</summary>
    public void Shared(int loads = 1)
    {
        Interlocked.Add(ref _hits, loads);
        Add(Instruments.Loads, loads);
        Add(Instruments.Hits, loads);
    }

    /// <summary>Whether somebody listens who is told how many values nobody asked for.</summary>
    public static bool CountsSurplus => Instruments.SurplusKeys.Enabled || Instruments.Source.HasListeners();

    /// <summary>Whether keys behind the first one that waits need not be told: nobody listens, and no call sites are wanted.</summary>
    public bool NeedsFirstKeysOnly
        => _log is { NeedsFirstKeysOnly: true } && !Instruments.Loads.Enabled && !Instruments.Source.HasListeners();

    /// <summary>Keys were enqueued. From any thread, without the loader's gate: listeners are foreign code.</summary>
    public void Miss(int keys = 1) => Add(Instruments.Loads, keys);

    /// <summary>Gate held. A key was enqueued.</summary>
    public void Enqueued(bool first, Dispatcher dispatcher)
    {
        if (first)
        {
            _firstKeyAt = Stopwatch.GetTimestamp();
            _log?.Begun(_firstKeyAt, dispatcher);
        }

        NoteCaller();
    }

    /// <summary>Gate held. A load joined a key of a batch; null for a key that waits.</summary>
    public void Joined(BatchTelemetry? batch)
    {
        _log?.Joined(batch?.Note);
        if (batch is null)
            NoteCaller();
        else
            batch.LinkCaller();
    }

    /// <summary>Keys were enqueued by the calling code. No lock held.</summary>
    public void NoteCallSite() => _log?.NoteCallSite();

    /// <summary>Gate held. One of the batches that the pending keys become.</summary>
    public BatchTelemetry Cut(DispatchReason reason, int dispatch, int keyCount, int part, int partCount)
    {
        var batch = new BatchTelemetry(this, reason, _firstKeyAt == 0 ? null : _firstKeyAt, part, partCount)
        {
            Hits = part == 1 ? Interlocked.Exchange(ref _hits, 0) : 0,
            Callers = part == 1 ? _callers : null,
            Note = _log?.Cut(reason, dispatch, keyCount, part, partCount, Stopwatch.GetTimestamp()),
        };
        if (part == 1)
            _callers = null;
        return batch;
    }

    /// <summary>A batch method is about to be called, in the context of its first load.</summary>
    public void Start(BatchTelemetry batch, int size, long now)
    {
        if (batch.Note is { } note)
            LoaderLog.Start(note, now);
        if (size == 1 && Interlocked.Increment(ref _batchesOfOne) == ManyBatchesOfOne)
            LoaderEvents.Log.FifthBatchOfOne(_name);
        Add(Instruments.Batches, 1, TelemetryNames.DispatchReason, NameOf(batch.Reason));
        Record(Instruments.Sizes, size);
        if (batch.FirstKeyAt is { } firstKeyAt)
            Record(Instruments.Waits, Stopwatch.GetElapsedTime(firstKeyAt, now).TotalSeconds);
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
        long now = Stopwatch.GetTimestamp();
        if (batch.Note is { } note)
            LoaderLog.Ended(note, now, in keys, isCancelled);

        // Stopping an activity makes another one current: that of the first load, not that of the code that sends the batch.
        Activity? outer = batch.Span is null ? null : Activity.Current;
        try
        {
            RecordEnd(batch, Stopwatch.GetElapsedTime(startedAt, now), in keys, isCancelled);
        }
        catch (Exception)
        {
            // There is nobody to tell that a listener has failed.
        }

        if (batch.Span is not null)
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

    // The loader's name, and one more attribute where there is one.
    private void Add(Counter<long> counter, long value, string? attribute = null, string? of = null)
    {
        if (!counter.Enabled)
            return;
        try
        {
            if (attribute is null || of is null)
                counter.Add(value, _tag);
            else
                counter.Add(value, _tag, new(attribute, of));
        }
        catch (Exception)
        {
            // As everywhere here.
        }
    }

    private void Record<T>(Histogram<T> histogram, T value, string? attribute = null, string? of = null)
        where T : struct
    {
        if (!histogram.Enabled)
            return;
        try
        {
            if (attribute is null || of is null)
                histogram.Record(value, _tag);
            else
                histogram.Record(value, _tag, new(attribute, of));
        }
        catch (Exception)
        {
            // As everywhere here.
        }
    }

    private void NoteCaller()
    {
        if (Instruments.Source.HasListeners() && Activity.Current is { } caller)
            (_callers ??= new()).TryLink(caller);
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

    private void RecordEnd(BatchTelemetry batch, TimeSpan duration, in KeyOutcomes keys, bool isCancelled)
    {
        // The type alone: the message of an exception may hold keys and values.
        string? errorType = isCancelled ? null : keys.Error?.GetType().FullName;
        Record(Instruments.Durations, duration.TotalSeconds, TelemetryNames.ErrorType, errorType);
        if (keys.Failed > 0 && !isCancelled)
            Add(Instruments.FailedKeys, keys.Failed, TelemetryNames.ErrorType, errorType);
        if (keys.Missing > 0)
            Add(Instruments.MissingKeys, keys.Missing);
        if (batch.SurplusKeys > 0)
            Add(Instruments.SurplusKeys, batch.SurplusKeys);
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
        if (batch.SurplusKeys > 0)
            span.SetTag(TelemetryNames.SurplusKeyCount, batch.SurplusKeys);
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
