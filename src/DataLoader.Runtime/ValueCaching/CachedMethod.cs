using DataLoader.Batches;

namespace DataLoader.ValueCaching;

/// <summary>A batch method with a value cache before it: what the cache has is answered, the rest is asked of the method and then stored.</summary>
internal sealed class CachedMethod<TKey, TId, TValue>(
    IBatchMethod<TKey, TValue> method, ValueCache<TId, TValue> cache, Func<TKey, TId> idOf, Func<IKeyOf<TKey, TValue>?> keyOf)
    : IBatchMethod<TKey, TValue>, IInvalidates<TKey>
    where TKey : notnull
    where TId : notnull
{
    object IBatchMethod<TKey, TValue>.Loader => method.Loader;

    object? IBatchMethod<TKey, TValue>.Argument => method.Argument;

    IBatchMethod<TKey, TValue> IBatchMethod<TKey, TValue>.Uncached => method;

    public Task? Call(Batch<TKey, TValue> batch) => CallAsync(batch);

    public ValueTask InvalidateAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => cache.InvalidateAsync([.. keys.Select(idOf).Distinct()], cancellationToken);

    private async Task CallAsync(Batch<TKey, TValue> batch)
    {
        var lookUp = new LookUp<TKey, TId, TValue>(batch, idOf);
        if (await cache.LookUpAsync(lookUp.Ids).ConfigureAwait(false) is not { } entries)
        {
            await (method.Call(batch) ?? throw batch.NullTask()).ConfigureAwait(false);
            return;
        }

        int[] missed = lookUp.Take(entries, keyOf());
        if (batch.Telemetry?.Note is not null)
            batch.NoteCached(lookUp.FoundCount);
        if (missed.Length == 0)
        {
            batch.SetOutcome(lookUp.Outcome);
            return;
        }

        // When the method fails, what was found is still served.
        batch.KeepFound(lookUp.Found);
        DetachedBatch<TKey, TValue> part = batch.Detach(lookUp.KeysOf(missed), slotByKey: null, batch.CancellationToken);
        BatchOutcome<TValue> outcome = await part.CallAsync(method).ConfigureAwait(false);
        List<CacheFill<TId, TValue>> fills = lookUp.Add(missed, part, in outcome, entries);
        batch.SetOutcome(lookUp.Outcome);
        if (fills.Count > 0)
            await cache.FillAsync(fills).ConfigureAwait(false);
    }
}
