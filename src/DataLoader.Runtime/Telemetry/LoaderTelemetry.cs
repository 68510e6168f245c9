using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataLoader.Dispatch;

namespace DataLoader.Telemetry;

/// <summary>
/// What a loader reports to listeners: an <see cref="ActivitySource"/> and a <see cref="Meter"/>, both named <c>DataLoader</c>. A loader has one
/// of these only if there was a listener when it was made; else it costs a null check. Keys and values are never reported.
/// </summary>
internal sealed class LoaderTelemetry
{
    public const string SourceName = "DataLoader";

    private const int MaxLinks = 32;
    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(SourceName);
    private static readonly Counter<long> Loads = Meter.CreateCounter<long>("dataloader.loads", "{load}", "Keys asked for.");
    private static readonly Counter<long> Hits =
        Meter.CreateCounter<long>("dataloader.hits", "{load}", "Keys asked for that were known or on their way.");
    private static readonly Counter<long> Batches = Meter.CreateCounter<long>("dataloader.batches", "{batch}", "Calls of batch methods.");
    private static readonly Histogram<long> Sizes = Meter.CreateHistogram<long>("dataloader.batch.size", "{key}", "Keys in a batch.");
    private static readonly Histogram<double> Waits =
        Meter.CreateHistogram<double>("dataloader.batch.wait", "s", "From the first key of a batch to the call of its method.");
    private static readonly Histogram<double> Durations =
        Meter.CreateHistogram<double>("dataloader.batch.duration", "s", "From the call of a batch method to its end.");

    private readonly TagList _tags;
    private readonly string _name;
    private List<ActivityLink>? _callers;
    private long _firstKeyAt;
    private int _hits;

    private LoaderTelemetry(string name)
    {
        _name = name;
        _tags = new TagList { { "graphql.dataloader.name", name } };
    }

    /// <summary>The telemetry of a new loader, or null when there is no listener.</summary>
    public static LoaderTelemetry? Of(string name)
        => Source.HasListeners() || Loads.Enabled || Hits.Enabled || Batches.Enabled || Sizes.Enabled || Waits.Enabled || Durations.Enabled
            ? new LoaderTelemetry(name)
            : null;

    /// <summary>A load was answered by a task that was there. From any thread.</summary>
    public void Hit()
    {
        Interlocked.Increment(ref _hits);
        Loads.Add(1, _tags);
        Hits.Add(1, _tags);
    }

    /// <summary>Keys were enqueued. From any thread, without the loader's gate: listeners are foreign code.</summary>
    public void Miss(int keys = 1) => Loads.Add(keys, _tags);

    /// <summary>Gate held. A key was enqueued.</summary>
    public void Enqueued(bool first)
    {
        if (first)
            _firstKeyAt = Stopwatch.GetTimestamp();
        if (Activity.Current is not { } caller)
            return;

        // Loads of one caller come in a row: comparing with the last link leaves out most duplicates.
        _callers ??= [];
        if (_callers.Count < MaxLinks && (_callers.Count == 0 || _callers[^1].Context != caller.Context))
            _callers.Add(new ActivityLink(caller.Context));
    }

    /// <summary>Gate held. The pending keys become batches.</summary>
    public BatchTelemetry Cut(DispatchReason reason, int keyCount)
    {
        var batch = new BatchTelemetry(this, reason, keyCount, _firstKeyAt, Interlocked.Exchange(ref _hits, 0), _callers);
        _callers = null;
        return batch;
    }

    /// <summary>A batch method is about to be called, in the context of its first load.</summary>
    public Activity? Start(BatchTelemetry batch, int size)
    {
        Batches.Add(1, _tags);
        Sizes.Record(size, _tags);
        Waits.Record(Stopwatch.GetElapsedTime(batch.FirstKeyAt).TotalSeconds, _tags);
        if (!Source.HasListeners())
            return null;

        Activity? activity = Source.StartActivity(
            ActivityKind.Internal,
            tags: [
                new("graphql.dataloader.name", _name),
                new("graphql.dataloader.batch.size", size),
                new("graphql.dataloader.cache.hit_count", batch.Hits),
                new("graphql.dataloader.cache.miss_count", batch.KeyCount),
                new("dataloader.dispatch.reason", NameOf(batch.Reason)),
            ],
            links: batch.Callers,
            name: "graphql.dataloader.batch");
        if (activity is not null)
            activity.DisplayName = $"{_name} batch";
        return activity;
    }

    /// <summary>A batch method has ended. Never throws: listeners are foreign code, and the callers of the batch still wait.</summary>
    public void Ended(Activity? activity, long startedAt, Exception? error)
    {
        // Stopping an activity makes another one current: that of the first load, not that of the code that sends the batch.
        Activity? outer = Activity.Current;
        try
        {
            RecordEnd(activity, startedAt, error);
        }
        catch (Exception)
        {
            // There is nobody to tell that a listener has failed.
        }

        Activity.Current = outer;
    }

    private void RecordEnd(Activity? activity, long startedAt, Exception? error)
    {
        Durations.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, _tags);
        if (activity is null)
            return;

        // The type alone: the message of an exception may hold keys and values.
        if (error is not null)
            activity.SetTag("error.type", error.GetType().FullName).SetStatus(ActivityStatusCode.Error);
        activity.Stop();
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
