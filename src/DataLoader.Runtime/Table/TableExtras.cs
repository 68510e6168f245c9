using System.Collections.Concurrent;

namespace DataLoader.Table;

/// <summary>
/// What tables with a comparer, primed tasks or keys that were cleared while they waited have besides; the others do without it.
/// </summary>
internal sealed class TableExtras<TId, TValue>(IEqualityComparer<TId>? comparer)
    where TId : notnull
{
    private ConcurrentDictionary<TId, PrimedTask<TValue>>? _primed;

    public IEqualityComparer<TId>? Comparer => comparer;

    /// <summary>Whether one of the keys that wait was hidden. Guarded by the loader's gate.</summary>
    public bool HiddenWhilePending { get; set; }

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
