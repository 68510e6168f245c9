using DataLoader.Batches;
using DataLoader.Threading;

namespace DataLoader.Sharing;

/// <summary>One call of a batch method with the keys of several requests. Its token fires when the last of them has left.</summary>
#pragma warning disable CA1001 // The source has no timer and so holds nothing, and requests leave when they like.
internal sealed class MergedCall<TKey, TValue>(WaitingBatch<TKey, TValue>[] requests)
#pragma warning restore CA1001
    where TKey : notnull
{
    private readonly CancellationTokenSource _left = new();
    private int _waiting = requests.Length;

    /// <summary>A request has left: it must have been one of this call.</summary>
    public void Left()
    {
        if (Interlocked.Decrement(ref _waiting) == 0)
            Cancel();
    }

    /// <summary>Fires the call's token.</summary>
    public void Cancel() => Faults.CancelQuietly(_left);

    /// <summary>Calls the method and answers the requests.</summary>
    /// <returns>Those that must be asked for alone: the call has failed, which may be another one's fault. The task does not fail.</returns>
    public async Task<IReadOnlyList<WaitingBatch<TKey, TValue>>> RunAsync(IBatchMethod<TKey, TValue> method)
    {
        // Who left meanwhile is not asked for.
        WaitingBatch<TKey, TValue>[] open = [.. requests.Where(static it => it.IsOpen)];
        if (open.Length == 0)
            return [];

        DetachedBatch<TKey, TValue> merged;
        MergedKeys<TKey, TValue> keys;
        BatchOutcome<TValue> outcome;
        try
        {
            keys = new MergedKeys<TKey, TValue>(open);
            merged = keys.Detach(open[0].Batch, _left.Token);
            outcome = await SharedSpan.CallAsync(method, merged, open).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Not even the exception is shown to anybody: it may name keys of all of them.
            return open;
        }

        // So may the errors of missing keys where the backend returned others.
        if (merged.HasSurplus)
            return open;
        for (int i = 0; i < open.Length; i++)
        {
            Batch<TKey, TValue> batch = open[i].Batch;
            BatchOutcome<TValue> own = keys.OutcomeOf(i, batch, merged, in outcome);
            if (!open[i].TryTake())
                continue;
            batch.NoteRequests(open.Length);
            batch.SetOutcome(in own);
            open[i].Answer();
        }

        return [];
    }
}
