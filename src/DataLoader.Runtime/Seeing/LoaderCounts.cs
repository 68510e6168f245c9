namespace DataLoader.Seeing;

/// <summary>What the loaders of one name did in a scope. Guarded by the scope's log.</summary>
internal sealed class LoaderCounts(string name)
{
    // So many batches are remembered to see whether a later one could have gone with them.
    private const int MostRecent = 8;

    private readonly List<BatchNote> _recent = [];
    private LoaderLog? _loaders;
    private int _batches;
    private int _batchesOfOne;
    private int _failedBatches;
    private int _cancelledBatches;
    private long _failedKeys;
    private long _missingKeys;

    public string Name => name;

    public void Add(LoaderLog loader)
    {
        loader.Next = _loaders;
        _loaders = loader;
    }

    public void Start(BatchNote batch)
    {
        batch.Missed = Merges.Of(batch, _recent);
        if (_recent.Count == MostRecent)
            _recent.RemoveAt(0);
        _recent.Add(batch);
        _batches++;
        if (batch.KeyCount == 1)
            _batchesOfOne++;
    }

    public void Ended(BatchReceipt batch)
    {
        _failedKeys += batch.FailedKeys;
        _missingKeys += batch.MissingKeys;
        if (batch.Status == BatchStatus.Failed)
            _failedBatches++;
        else if (batch.Status == BatchStatus.Cancelled)
            _cancelledBatches++;
    }

    /// <summary>What they did; null when they were not asked for anything.</summary>
    public LoaderTotals? ToTotals()
    {
        (long hits, long shared, long keys) = (0, 0, 0);
        for (LoaderLog? loader = _loaders; loader is not null; loader = loader.Next)
            (hits, shared, keys) = (hits + loader.Hits, shared + loader.Shared, keys + loader.Keys);
        return hits + shared + keys == 0 ? null : new()
        {
            LoaderName = name,
            Hits = hits,
            Shared = shared,
            Keys = keys,
            Batches = _batches,
            BatchesOfOne = _batchesOfOne,
            FailedBatches = _failedBatches,
            CancelledBatches = _cancelledBatches,
            FailedKeys = _failedKeys,
            MissingKeys = _missingKeys,
        };
    }
}
