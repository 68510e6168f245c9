using DataLoader.Batches;

namespace DataLoader.Sharing;

/// <summary>The keys of several requests, each once, in the order of first mention; and where each request finds its own among them.</summary>
internal sealed class MergedKeys<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _slots;
    private readonly List<TKey> _keys;
    private readonly int[][] _slotsOf;

    /// <summary>Merges. Calls the equality of the keys, which is code of the user's.</summary>
    public MergedKeys(IReadOnlyList<WaitingBatch<TKey, TValue>> requests)
    {
        int most = requests.Sum(static it => it.Batch.Count);
        _slots = new Dictionary<TKey, int>(most, requests[0].Batch.Identity);
        _keys = new List<TKey>(most);
        _slotsOf = [.. requests.Select(it => Add(it.Batch))];
    }

    /// <summary>Makes the batch of all these keys.</summary>
    public DetachedBatch<TKey, TValue> Detach(Batch<TKey, TValue> first, CancellationToken token) => first.Detach([.. _keys], _slots, token);

    /// <summary>What came back for one of the requests; an error that tells of a missing key is its own.</summary>
    public BatchOutcome<TValue> OutcomeOf(int request, Batch<TKey, TValue> batch, DetachedBatch<TKey, TValue> merged, in BatchOutcome<TValue> outcome)
    {
        int[] slots = _slotsOf[request];
        var values = new TValue[slots.Length];
        Exception?[]? errors = null;
        for (int i = 0; i < slots.Length; i++)
        {
            int slot = slots[i];
            if (outcome.ErrorAt(slot) is not { } error)
                values[i] = outcome.ValueAt(slot);
            else
                (errors ??= new Exception?[slots.Length])[i] = merged.IsMissing(slot) ? BatchErrors.Missing(batch, i) : error;
        }

        return new BatchOutcome<TValue>(values, errors);
    }

    private int[] Add(Batch<TKey, TValue> batch)
    {
        var slots = new int[batch.Count];
        for (int i = 0; i < slots.Length; i++)
        {
            TKey key = batch.KeyAt(i);
            if (!_slots.TryGetValue(key, out slots[i]))
            {
                slots[i] = _keys.Count;
                _slots.Add(key, slots[i]);
                _keys.Add(key);
            }
        }

        return slots;
    }
}
