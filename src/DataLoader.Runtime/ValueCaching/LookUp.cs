using DataLoader.Batches;

namespace DataLoader.ValueCaching;

/// <summary>The keys of one batch against a value cache: what was found, what was missed, and what the batch method brought for the latter.</summary>
internal sealed class LookUp<TKey, TId, TValue>
    where TKey : notnull
    where TId : notnull
{
    private readonly Batch<TKey, TValue> _batch;
    private readonly TId[] _ids;

    // For each slot the place of its identity; null where each slot has one of its own.
    private readonly int[]? _places;
    private readonly TValue[] _values;
    private readonly bool[] _found;
    private Exception?[]? _errors;

    public LookUp(Batch<TKey, TValue> batch, Func<TKey, TId> idOf)
    {
        _batch = batch;
        _values = new TValue[batch.Count];
        _found = new bool[batch.Count];
        _ids = new TId[batch.Count];
        for (int i = 0; i < _ids.Length; i++)
            _ids[i] = idOf(batch.KeyAt(i));
        if (!batch.MayRepeatKeys)
            return;

        // Duplicates are looked up once (row V13).
        var placeOf = new Dictionary<TId, int>(_ids.Length);
        _places = new int[_ids.Length];
        for (int i = 0; i < _ids.Length; i++)
        {
            placeOf.TryAdd(_ids[i], placeOf.Count);
            _places[i] = placeOf[_ids[i]];
        }

        _ids = [.. placeOf.OrderBy(static place => place.Value).Select(static place => place.Key)];
    }

    /// <summary>What to ask the cache for: each identity once, in order of first mention.</summary>
    public IReadOnlyList<TId> Ids => _ids;

    public BatchOutcome<TValue> Outcome => new(_values, _errors);

    /// <summary>How many slots the cache had an answer for; counted each time.</summary>
    public int FoundCount => _found.AsSpan().Count(true);

    /// <summary>What the cache had, for a batch whose method fails; null when that is nothing.</summary>
    public FoundKeys<TValue>? Found => Array.IndexOf(_found, true) < 0 ? null : new(_values, _errors, _found);

    /// <summary>Takes what the cache has said.</summary>
    /// <returns>The slots to ask the batch method for: the first one of each identity that was missed.</returns>
    public int[] Take(CacheEntry<TValue>[] entries, IKeyOf<TKey, TValue>? keyOf)
    {
        List<int> missed = [];
        bool[] isMissed = new bool[_ids.Length];
        for (int i = 0; i < _values.Length; i++)
        {
            int place = PlaceOf(i);
            CacheEntry<TValue> entry = entries[place];
            if (entry.State == CacheEntryState.Value && entry.Value is { } value)
            {
                _values[i] = value;
                _found[i] = keyOf is null || IsOf(_batch.KeyAt(i), value, keyOf);
            }
            else if (entry.State != CacheEntryState.Miss)
            {
                BatchOutcome.SetMissing(_batch, i, ref _errors);
                _found[i] = true;
            }

            if (_found[i] || isMissed[place])
                continue;
            isMissed[place] = true;
            missed.Add(i);
        }

        return [.. missed];
    }

    public TKey[] KeysOf(int[] slots) => Array.ConvertAll(slots, _batch.KeyAt);

    /// <summary>Takes what the batch method has brought for the slots that were missed.</summary>
    /// <returns>What the cache may store.</returns>
    public List<CacheFill<TId, TValue>> Add(
        int[] missed, DetachedBatch<TKey, TValue> part, in BatchOutcome<TValue> outcome, CacheEntry<TValue>[] entries)
    {
        List<CacheFill<TId, TValue>> fills = [];
        int[] indexOf = new int[_ids.Length];
        for (int i = 0; i < missed.Length; i++)
        {
            int place = PlaceOf(missed[i]);
            indexOf[place] = i;
            if (entries[place].Ticket is { } ticket && EntryOf(part, in outcome, i) is { State: not CacheEntryState.Miss } entry)
                fills.Add(new(_ids[place], entry, ticket));
        }

        for (int i = 0; i < _values.Length; i++)
        {
            if (_found[i])
                continue;
            int index = indexOf[PlaceOf(i)];
            if (outcome.ErrorAt(index) is { } error)
                (_errors ??= new Exception?[_values.Length])[i] = error;
            else
                _values[i] = outcome.ValueAt(index);
        }

        return fills;
    }

    // Errors are not stored. That a key has no value is no error, unless there were values that nobody asked for: then it may have one by another spelling.
    private static CacheEntry<TValue> EntryOf(DetachedBatch<TKey, TValue> part, in BatchOutcome<TValue> outcome, int index)
    {
        if (outcome.ErrorAt(index) is not null)
            return part.IsMissing(index) && !part.HasSurplus ? CacheEntry<TValue>.Absent : default;
        return outcome.ValueAt(index) is { } value ? CacheEntry<TValue>.Hit(value) : CacheEntry<TValue>.Absent;
    }

    // What the cache has may be another key's, or broken: then it is nothing.
    private bool IsOf(TKey key, TValue value, IKeyOf<TKey, TValue> keyOf)
    {
        try
        {
            return (_batch.Identity ?? EqualityComparer<TKey>.Default).Equals(keyOf.Of(value), key);
        }
        catch (Exception)
        {
            return false;
        }
    }

    private int PlaceOf(int slot) => _places is null ? slot : _places[slot];
}
