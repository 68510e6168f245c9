using DataLoader.Seeing;

namespace DataLoader.Batches;

/// <summary>
/// Asks one batch of many twice, the second time backwards, and tells observers what differs. Before the callers are answered: a backend that serves one
/// call at a time, as a database context does, must not meet the shadow and what the callers ask next.
/// </summary>
internal static class ShadowCall
{
    /// <summary>Whether a batch is to be asked twice.</summary>
    public static bool IsDrawn(LoaderSettings settings, int keyCount)
        => settings.VerifyOneIn > 0 && keyCount > 1 && Random.Shared.Next(settings.VerifyOneIn) == 0;

    public static async Task CallAsync<TKey, TValue>(BatchOwner<TKey, TValue> owner, Batch<TKey, TValue> batch, ScopeLog log)
        where TKey : notnull
    {
        await (owner.Method.Call(batch) ?? throw batch.NullTask()).ConfigureAwait(false);

        // Who gets a value from a stream has it, and goes on.
        if (batch.IsStream)
            return;

        ShadowBatch<TKey, TValue> shadow = ShadowBatch<TKey, TValue>.Of(owner, batch);
        Exception? error = null;
        try
        {
            // Past the value cache: it would say again what it has said, and what the first call has stored.
            await (owner.Method.Uncached.Call(shadow) ?? throw shadow.NullTask()).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Nobody waits for the shadow; that it fails where the batch has not is the difference.
            error = failure;
        }

        // A request that was given up meanwhile says nothing about the method.
        if (error is OperationCanceledException)
            return;
        int different = error is null ? CountDifferent(batch, shadow, owner.Settings.ValueComparer as IEqualityComparer<TValue>) : batch.Count;
        if (different > 0)
            log.Differs(owner.Settings.Name, batch.Count, different, error);
    }

    private static int CountDifferent<TKey, TValue>(Batch<TKey, TValue> batch, Batch<TKey, TValue> shadow, IEqualityComparer<TValue>? comparer)
        where TKey : notnull
    {
        comparer ??= typeof(IEquatable<TValue>).IsAssignableFrom(typeof(TValue)) || typeof(TValue).IsValueType ? EqualityComparer<TValue>.Default : null;
        int different = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            LoadResult<TValue>? first = batch.ResultAt(i);
            LoadResult<TValue>? second = shadow.ResultAt(batch.Count - 1 - i);
            if (first?.IsSuccess != second?.IsSuccess || (first is { IsSuccess: true } x && second is { IsSuccess: true } y && !AreSame(x.Value, y.Value, comparer)))
                different++;
        }

        return different;
    }

    // Values without an equality of their own are new objects each time: only whether there is one can be compared.
    private static bool AreSame<TValue>(TValue x, TValue y, IEqualityComparer<TValue>? comparer)
        => x is null || y is null ? x is null == y is null : comparer?.Equals(x, y) ?? true;
}
