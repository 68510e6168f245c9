using System.Diagnostics;

namespace DataLoader.Seeing;

/// <summary>What is noted of one scope while somebody observes it. Observers are foreign code: what they throw is dropped, and no lock is held.</summary>
internal sealed class ScopeLog
{
    private const int MostKept = 4_096;

    private static long s_lastId;

    private readonly LoaderObserver[] _observers;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _startedOn = DateTimeOffset.UtcNow;

    // Guards what follows.
    private readonly object _gate = new();
    private readonly List<LoaderCounts> _loaders = [];
    private readonly List<BatchReceipt>? _kept;
    private int _lastNumber;

    private ScopeLog(LoaderObserver[] observers)
    {
        _observers = observers;
        foreach (LoaderObserver observer in observers)
        {
            if (Ask(observer, static it => it.KeepsReceipts))
                _kept ??= [];
            Gate = observer as BatchGate ?? Gate;
            CapturesCallSites |= Ask(observer, static it => it.CapturesCallSites);
        }
    }

    public long Id { get; } = Interlocked.Increment(ref s_lastId);

    public bool CapturesCallSites { get; }

    /// <summary>What every batch of the scope is to pass; null but in tests.</summary>
    public BatchGate? Gate { get; }

    /// <summary>The batches that have ended, if they are kept.</summary>
    public IReadOnlyList<BatchReceipt> Receipts
    {
        get
        {
            lock (_gate)
                return _kept?.ToArray() ?? [];
        }
    }

    /// <summary>The log of a new scope, or null when nobody observes it.</summary>
    public static ScopeLog? Of(IEnumerable<LoaderObserver>? observers)
        => (observers as LoaderObserver[] ?? observers?.ToArray()) is { Length: > 0 } all ? new ScopeLog(all) : null;

    /// <summary>The log of a new loader.</summary>
    public LoaderLog Add(string name, int maxBatchSize, bool isOfFamily)
    {
        lock (_gate)
        {
            // A scope has a few dozen loaders at most.
            LoaderCounts? counts = null;
            foreach (LoaderCounts known in _loaders)
            {
                if (known.Name == name)
                    counts = known;
            }

            if (counts is null)
                _loaders.Add(counts = new LoaderCounts(name));
            var loader = new LoaderLog(this, counts, maxBatchSize, isOfFamily);
            counts.Add(loader);
            return loader;
        }
    }

    /// <summary>A batch method is about to be called.</summary>
    public void Start(BatchNote batch, long now)
    {
        batch.SentAt = now;
        lock (_gate)
        {
            batch.Number = ++_lastNumber;
            batch.Loader.Counts.Start(batch);
        }
    }

    /// <summary>A batch method has ended. Never throws.</summary>
    public void Ended(BatchNote batch, long now, in KeyOutcomes keys, bool isCancelled)
    {
        BatchReceipt receipt = ReceiptOf(batch, now, in keys, isCancelled);
        lock (_gate)
        {
            batch.Loader.Counts.Ended(receipt);
            if (_kept?.Count < MostKept)
                _kept.Add(receipt);
        }

        Tell(static (observer, receipt) => observer.OnBatchEnded(receipt), receipt);
    }

    /// <summary>A batch that was asked twice has brought two things. Never throws.</summary>
    public void Differs(string loaderName, int keyCount, int differentKeys, Exception? error) => Tell(
        static (observer, difference) => observer.OnBatchDiffered(difference),
        new BatchDifference
        {
            LoaderName = loaderName,
            ScopeId = Id,
            KeyCount = keyCount,
            DifferentKeys = differentKeys,
            ErrorType = error?.GetType().FullName,
        });

    /// <summary>The scope was disposed. Never throws.</summary>
    public void ScopeEnded(bool wasAborted) => Tell(static (observer, receipt) => observer.OnScopeEnded(receipt), Total(wasAborted));

    /// <summary>What the scope has done until now.</summary>
    public ScopeReceipt Total(bool wasAborted)
    {
        lock (_gate)
        {
            List<LoaderTotals> totals = new(_loaders.Count);
            foreach (LoaderCounts loader in _loaders)
            {
                if (loader.ToTotals() is { } its)
                    totals.Add(its);
            }

            return new ScopeReceipt
            {
                ScopeId = Id,
                StartedAt = _startedOn,
                Duration = Stopwatch.GetElapsedTime(_startedAt),
                WasAborted = wasAborted,
                Loaders = totals,
                Batches = _kept?.ToArray() ?? [],
            };
        }
    }

    private BatchReceipt ReceiptOf(BatchNote batch, long now, in KeyOutcomes keys, bool isCancelled) => new()
    {
        LoaderName = batch.Loader.Counts.Name,
        ScopeId = Id,
        Number = batch.Number,
        Dispatch = batch.Dispatch,
        Reason = batch.Reason,
        WokenBy = batch.WokenBy,
        Level = batch.Level,
        KeyCount = batch.KeyCount,
        MaxBatchSize = batch.Loader.MaxBatchSize,
        Part = batch.Part,
        PartCount = batch.PartCount,
        Shared = batch.Shared,
        Hits = batch.Hits,
        CachedKeys = batch.CachedKeys,
        Requests = batch.Requests,
        FirstKeyAt = Stopwatch.GetElapsedTime(_startedAt, batch.FirstKeyAt),
        SentAt = Stopwatch.GetElapsedTime(_startedAt, batch.SentAt),
        EndedAt = Stopwatch.GetElapsedTime(_startedAt, now),
        WaitedForFrame = Stopwatch.GetElapsedTime(batch.FirstKeyAt, batch.CutAt),
        WaitedForSlot = Stopwatch.GetElapsedTime(batch.CutAt, batch.SentAt),
        Status = isCancelled ? BatchStatus.Cancelled : keys.Failed == keys.Count ? BatchStatus.Failed : BatchStatus.Succeeded,
        ErrorType = isCancelled ? null : keys.Error?.GetType().FullName,
        FailedKeys = isCancelled ? 0 : keys.Failed,
        MissingKeys = isCancelled ? 0 : keys.Missing,
        CallSites = batch.CallSites,
        MissedMerge = batch.Missed,
    };

    private void Tell<T>(Action<LoaderObserver, T> tell, T receipt)
    {
        foreach (LoaderObserver observer in _observers)
        {
            try
            {
                tell(observer, receipt);
            }
            catch (Exception)
            {
                // There is nobody to tell that an observer has failed, and callers wait.
            }
        }
    }

    private static bool Ask(LoaderObserver observer, Func<LoaderObserver, bool> question)
    {
        try
        {
            return question(observer);
        }
        catch (Exception)
        {
            // As above.
            return false;
        }
    }
}
