using DataLoader.Batches;

namespace DataLoader;

/// <content>
/// Who waits for a batch: what <see cref="CallerCounts{TKey, TValue}"/> counts, all of it guarded by the loader's gate, and who has a task of its own.
/// </content>
public abstract partial class Batch<TKey, TValue>
{
    /// <summary>Whether every caller who waits for a key of the batch can cancel.</summary>
    internal bool AllCallersCanCancel { get; set; }

    /// <summary>Whether all callers have left.</summary>
    internal bool IsAbandoned { get; set; }

    /// <summary>How many keys have callers, all of whom can cancel.</summary>
    internal int KeysWithCallers
    {
        get => _extras?.KeysWithCallers ?? 0;
        set => Extras.KeysWithCallers = value;
    }

    /// <summary>How many keys have a caller who cannot cancel; counted once the loader has had callers who can.</summary>
    internal int KeysWithStayers
    {
        get => _extras?.KeysWithStayers ?? 0;
        set => Extras.KeysWithStayers = value;
    }

    /// <summary>
    /// Whether a stream may serve those who stay before others, who can cancel or have left already. Before there were any callers who can, nobody is counted.
    /// </summary>
    internal bool HasOthersThanStayers => KeysWithStayers > 0 && KeysWithStayers + KeysServed < Count;

    /// <summary>How many keys a stream has served, counted like those.</summary>
    internal int KeysServed
    {
        get => _extras?.KeysServed ?? 0;
        set => Extras.KeysServed = value;
    }

    /// <summary>The token source of this batch, if its token was read while some of its callers could cancel.</summary>
    internal CancellationTokenSource? AbandonSource
    {
        get => _extras?.AbandonSource;
        set => Extras.AbandonSource = value;
    }

    /// <summary>Lets those callers of a slot go on who have tasks of their own, unless another thread is about to complete the slot.</summary>
    internal void FinishOwnLoads(int index)
    {
        if (Owner.HasOwnLoads && index < Count && TaskAt(index) is { IsCompleted: true } load)
            Owner.FinishOwnLoads(load);
    }

    /// <summary>Whether callers of a slot wait with tasks of their own.</summary>
    internal bool HasOwnLoads(int index) => (uint)index < (uint)Count && TaskAt(index) is { } task && Owner.HasOwnLoadsOf(task);
}
