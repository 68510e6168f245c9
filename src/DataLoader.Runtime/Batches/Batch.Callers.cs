using DataLoader.Batches;

namespace DataLoader;

/// <content>Who waits for a batch: what <see cref="CallerCounts{TKey, TValue}"/> counts, all of it guarded by the loader's gate.</content>
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
}
