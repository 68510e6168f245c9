using System.Collections.Concurrent;

namespace DataLoader.Table;

/// <summary>
/// What tables with a comparer, primed tasks, lists, or keys that were cleared while they waited have besides; the others do without it.
/// </summary>
internal sealed class TableExtras<TId, TValue>(IEqualityComparer<TId>? comparer)
    where TId : notnull
{
    private ConcurrentDictionary<TId, PrimedTask<TValue>>? _primed;

    public IEqualityComparer<TId>? Comparer => comparer;

    /// <summary>Whether one of the keys that wait was hidden. Guarded by the loader's gate.</summary>
    public bool HiddenWhilePending { get; set; }

    /// <summary>The batches with keys that only lists have asked for, in the order of their keys. Guarded by the loader's gate.</summary>
    public IBareBatch<TValue>[] BareBatches { get; private set; } = [];

    /// <inheritdoc cref="BareBatches"/>
    public int BareBatchCount { get; private set; }

    public void AddBareBatch(IBareBatch<TValue> batch)
    {
        if (BareBatchCount == BareBatches.Length)
        {
            var more = new IBareBatch<TValue>[Math.Max(1, BareBatchCount * 2)];
            BareBatches.CopyTo(more, 0);
            BareBatches = more;
        }

        BareBatches[BareBatchCount++] = batch;
    }

    public void ForgetBareBatches() => (BareBatches, BareBatchCount) = ([], 0);

    /// <summary>The last bare batch that begins at this index or before it, or null. Batches are cut in the order of their keys.</summary>
    public IBareBatch<TValue>? BareBatchAt(int index)
    {
        (int low, int high) = (0, BareBatchCount - 1);
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (BareBatches[middle].Offset <= index)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high < 0 ? null : BareBatches[high];
    }

    /// <summary>The tasks that were primed, or null.</summary>
    public ConcurrentDictionary<TId, PrimedTask<TValue>>? Primed => Volatile.Read(ref _primed);

    /// <summary>The place of primed tasks; made when the first one comes.</summary>
    public ConcurrentDictionary<TId, PrimedTask<TValue>> MakePrimed()
    {
        if (Primed is { } primed)
            return primed;

        // Not read again from the field: ForgetPrimed may empty it at any time.
        ConcurrentDictionary<TId, PrimedTask<TValue>> mine = new(comparer);
        return Interlocked.CompareExchange(ref _primed, mine, null) ?? mine;
    }

    public void ForgetPrimed() => Volatile.Write(ref _primed, null);
}
