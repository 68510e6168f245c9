using System.Runtime.CompilerServices;

namespace DataLoader.Table;

/// <content>Keys that only lists have asked for: they have no promise, and no task, before somebody asks for one of them alone.</content>
internal partial struct KeyTable<TId, TValue>
{
    /// <summary>Gate held. As <see cref="Append"/>, without a promise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendBare(TId id, int hash)
    {
        Entry<TId, TValue>[] entries = _entries;
        int index = _count++;
        ref Entry<TId, TValue> entry = ref entries[index];
        entry.Key = id;
        entry.Hash = hash;
        Entry<TId, TValue>.Publish(entries, ref entry, index, bare: true);
        Volatile.Write(ref _version, _version + 1);
        AssertInvariants();
    }

    /// <summary>Gate held. A batch with bare keys was cut.</summary>
    public void AddBareBatch(IBareBatch<TValue> batch) => Extras.AddBareBatch(batch);

    /// <summary>Gate held. Whether the keys of a batch still stand where they stood when it was cut.</summary>
    public readonly bool KnowsPlacesOf(IBareBatch<TValue> batch)
        => ReferenceEquals(_extras?.BareBatchAt(batch.Offset), batch);

    /// <summary>Gate held. Makes the promise of a bare entry. It is done already when the value is there.</summary>
    public void MakePromise(int index)
    {
        AsyncTaskMethodBuilder<TValue> promise = default;

        // What was not cut is in no batch yet, and no batch that was is forgotten before its bare keys are.
        if (index < _sent)
            _extras!.BareBatchAt(index)!.Give(index, ref promise);
        // Before there are two copies of the builder.
        _ = promise.Task;
        _entries[index].Give(promise);
    }

    /// <summary>Gate held. Hides the key of a batch whose places are known.</summary>
    public readonly void HideAt(int index) => Entry<TId, TValue>.Hide(_entries, index);

    /// <summary>Gate held. Gives a bare entry this promise.</summary>
    public readonly void Give(int index, AsyncTaskMethodBuilder<TValue> promise) => _entries[index].Give(promise);

    /// <summary>Gate held. Whether an entry is bare, and lookups find it.</summary>
    public readonly bool IsFoundBare(int index) => _entries[index] is { IsBare: true, IsHidden: false };

    // Gate held.
    private void PromiseAllSent()
    {
        if (_extras is not { BareBatchCount: > 0 })
            return;
        for (int i = 0; i < _sent; i++)
        {
            if (IsFoundBare(i))
                MakePromise(i);
        }

        ForgetBareBatches();
    }

    private readonly void ForgetBareBatches() => _extras?.ForgetBareBatches();
}
