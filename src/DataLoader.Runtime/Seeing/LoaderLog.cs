using DataLoader.Dispatch;

namespace DataLoader.Seeing;

/// <summary>What is noted of one loader while somebody observes its scope. What says "Gate held" needs the loader's gate.</summary>
internal sealed class LoaderLog(ScopeLog scope, LoaderCounts counts, int maxBatchSize, bool isOfFamily)
{
    private const int MostCallSites = 8;

    private long _keys;
    private long _shared;
    private long _hits;
    private long _hitsTold;
    private int _sharedWhilePending;
    private Origin _origin;
    private string[] _callSites = [];

    public LoaderCounts Counts => counts;

    public int MaxBatchSize { get; } = maxBatchSize;

    /// <summary>Whether loaders of its name need not be other instances of it: they may have other arguments, which never go together.</summary>
    public bool IsOfFamily { get; } = isOfFamily;

    /// <summary>The next loader of the same name, or null. Guarded by the scope's log.</summary>
    public LoaderLog? Next { get; set; }

    /// <summary>Whether keys behind the first one that waits need not be told.</summary>
    public bool NeedsFirstKeysOnly => !scope.CapturesCallSites;

    public long Keys => Volatile.Read(ref _keys);

    public long Shared => Volatile.Read(ref _shared);

    public long Hits => Volatile.Read(ref _hits);

    /// <summary>Loads were answered by what the loader remembers. From any thread.</summary>
    public void Hit(int loads) => Interlocked.Add(ref _hits, loads);

    /// <summary>Gate held. The first key was enqueued that waits.</summary>
    public void Begun(long now, Dispatcher dispatcher) => _origin = Origin.OfCaller(now, dispatcher, scope);

    /// <summary>Gate held. A load joined a key of a batch; null for one that waits.</summary>
    public void Joined(BatchNote? batch)
    {
        _shared++;
        if (batch is null)
            _sharedWhilePending++;
        else
            batch.Shared++;
    }

    /// <summary>A key was enqueued by the calling code. Best effort where another thread sends it at this moment. No lock held.</summary>
    public void NoteCallSite()
    {
        if (!scope.CapturesCallSites || CallSite.OfCaller() is not { } site)
            return;
        string[] before;
        do
        {
            before = Volatile.Read(ref _callSites);
            if (before.Length == MostCallSites || before.Contains(site))
                return;
        }
        while (Interlocked.CompareExchange(ref _callSites, [.. before, site], before) != before);
    }

    /// <summary>Gate held. One of the batches that the pending keys become.</summary>
    public BatchNote Cut(DispatchReason reason, int dispatch, int keyCount, int part, int partCount, long now)
    {
        long hits = Hits;
        Volatile.Write(ref _keys, _keys + keyCount);
        bool isFirst = part == 1;
        bool isLast = part == partCount;
        var note = new BatchNote(scope, this, in _origin)
        {
            Reason = reason,
            Dispatch = dispatch,
            KeyCount = keyCount,
            Part = part,
            PartCount = partCount,
            CutAt = now,
            Hits = isFirst ? (int)(hits - _hitsTold) : 0,
            Shared = isFirst ? _sharedWhilePending : 0,
            CallSites = isLast ? Interlocked.Exchange(ref _callSites, []) : Volatile.Read(ref _callSites),
        };
        _hitsTold = hits;
        _sharedWhilePending = 0;
        if (isLast)
            _origin = default;
        return note;
    }

    /// <summary>A batch method is about to be called. No lock held.</summary>
    public static void Start(BatchNote batch, long now) => batch.Scope.Start(batch, now);

    /// <summary>A batch method has ended. No lock held. Never throws.</summary>
    public static void Ended(BatchNote batch, long now, in KeyOutcomes keys, bool isCancelled) => batch.Scope.Ended(batch, now, in keys, isCancelled);
}
