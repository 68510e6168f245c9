namespace DataLoader.Batches;

/// <summary>The exceptions of a batch, each of which names the loader and says what to do.</summary>
internal static class BatchErrors
{
    private const string TwoSpellings =
        "If both mean the same, set CacheKey or KeyComparer; if the batch method returns more than it is asked for on purpose, set " +
        "Surplus = SurplusKeys.Ignore.";

    private const int MaxKeysToCompare = 1_000;

    public static BatchContractException NullTask<TKey, TValue>(Batch<TKey, TValue> batch)
        where TKey : notnull
        => Broken(batch, "the batch method returned null instead of a task. Make it async, or return a completed task.", null);

    public static BatchContractException NullList<TKey, TValue>(Batch<TKey, TValue> batch)
        where TKey : notnull
        => Broken(batch, "the batch method returned null instead of its values. Return an empty result when nothing was found.", null);

    public static BatchContractException WrongCount<TKey, TValue>(Batch<TKey, TValue> batch, int count)
        where TKey : notnull
        => Broken(
            batch,
            $"the batch method returned {count} values for {batch.Count} keys. " +
            "Return one value for each key, in the order of the keys; or set KeyOf and Order = Any.",
            count);

    public static BatchContractException NoOutcome<TKey, TValue>(Batch<TKey, TValue> batch)
        where TKey : notnull
        => Broken(batch, "LoadBatchAsync ended without setting the outcome. Call one of the batch's Set methods first.", null);

    public static BatchContractException SecondStream<TKey, TValue>(Batch<TKey, TValue> batch)
        where TKey : notnull
        => Broken(batch, "the batch was given a second stream. Give it one that has the values of both.", null);

    public static BatchContractException NullRow<TKey, TValue>(Batch<TKey, TValue> batch, int index, int count)
        where TKey : notnull
        => Broken(batch, $"row {index} is null. Leave out the rows of keys that were not found.", count);

    public static BatchContractException SecondRow<TKey, TValue>(Batch<TKey, TValue> batch, TKey key, int? count)
        where TKey : notnull
        => Broken(batch, $"there is a second row for key '{KeyText.Of(key)}'. Return at most one row for each key, or return a lookup.", count);

    public static BatchContractException UnaskedRow<TKey, TValue>(Batch<TKey, TValue> batch, TKey key, int? count)
        where TKey : notnull
        => Broken(
            batch,
            $"there is a value for key '{KeyText.Of(key)}', which is not in the batch; what looks most like it there is " +
            $"'{KeyText.Of(new NearestKey<TKey>(batch.Keys.Take(MaxKeysToCompare)).To(key))}'. " +
            $"Return only values of the keys asked for, or correct KeyOf. {TwoSpellings}",
            count);

    public static KeyOrderException WrongSlot<TKey, TValue>(Batch<TKey, TValue> batch, int index, TKey actual)
        where TKey : notnull
    {
        TKey expected = batch.KeyAt(index);
        return new KeyOrderException(
            $"{batch.LoaderName}: the value in slot {index} belongs to key '{KeyText.Of(actual)}', but the slot is that of key '{KeyText.Of(expected)}'. " +
            "Return the values in the order of the keys, or set Order = Any.",
            batch.LoaderName,
            batch.Count,
            index,
            expected,
            actual);
    }

    public static KeyNotFoundException Missing<TKey, TValue>(Batch<TKey, TValue> batch, int index)
        where TKey : notnull
    {
        batch.NoteMissing(index, besideSurplus: false);
        return new($"{batch.LoaderName}: there is no value for key '{KeyText.Of(batch.KeyAt(index))}'.");
    }

    /// <summary>The same, where there are values that nobody asked for.</summary>
    public static KeyNotFoundException Missing<TKey, TValue>(Batch<TKey, TValue> batch, int index, NearestKey<TKey> surplus)
        where TKey : notnull
    {
        batch.NoteMissing(index, besideSurplus: true);
        return new(
            $"{batch.LoaderName}: there is no value for key '{KeyText.Of(batch.KeyAt(index))}', but there is one for " +
            $"'{KeyText.Of(surplus.To(batch.KeyAt(index)))}', which nobody asked for. {TwoSpellings}");
    }

    private static BatchContractException Broken<TKey, TValue>(Batch<TKey, TValue> batch, string what, int? valueCount)
        where TKey : notnull
        => new($"{batch.LoaderName}: {what}", batch.LoaderName, batch.Count, valueCount);
}
