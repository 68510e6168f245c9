using DataLoader.Seeing;
using DataLoader.Telemetry;

namespace DataLoader.Batches;

/// <summary>What came back for a batch: one error for all keys, or a value or an error for each.</summary>
internal readonly struct BatchOutcome<TValue>
{
    // Null when the batch failed as a whole: then there is one error.
    private readonly TValue[]? _values;

    // Null when there is a value for each key, and while nothing came back.
    private readonly Exception?[]? _errors;

    public BatchOutcome(Exception error) => _errors = [error];

    public BatchOutcome(TValue[] values, Exception?[]? errors)
    {
        _values = values;
        _errors = errors;
    }

    /// <summary>Whether nothing came back yet.</summary>
    public bool IsNone => _values is null && _errors is null;

    /// <summary>The values, if there is no error among them.</summary>
    public TValue[]? OnlyValues => _errors is null ? _values : null;

    public Exception? ErrorAt(int index) => _errors is null ? null : _errors[_values is null ? 0 : index];

    /// <summary>For listeners: how many keys failed, and how many had no value.</summary>
    public KeyOutcomes CountKeys(int count)
    {
        if (_values is null)
            return new KeyOutcomes(count, count, 0, ErrorAt(0));

        (int failed, int missing, Exception? first) = (0, 0, null);
        for (int i = 0; i < count; i++)
        {
            if (_errors?[i] is { } error and not KeyNotFoundException)
            {
                failed++;
                first ??= error;
            }
            else if (_values[i] is null || _errors?[i] is not null)
            {
                missing++;
            }
        }

        return new KeyOutcomes(count, failed, missing, first);
    }

    /// <summary>The value of a key that has no error.</summary>
    public TValue ValueAt(int index) => _values![index];
}

/// <summary>Turns what batch methods return into outcomes.</summary>
internal static class BatchOutcome
{
    // Among so many keys that nobody asked for, the one is looked for that a missing key may mean.
    private const int MaxSurplusKeys = 16;

    public static BatchOutcome<TValue> FromValues<TKey, TValue>(Batch<TKey, TValue> batch, IReadOnlyList<TValue>? list)
        where TKey : notnull
    {
        TValue[] values = Snapshot(batch, list);
        return new BatchOutcome<TValue>(values, MissingIn(batch, values));
    }

    public static BatchOutcome<TValue> FromResults<TKey, TValue>(Batch<TKey, TValue> batch, IReadOnlyList<LoadResult<TValue>>? list)
        where TKey : notnull
    {
        LoadResult<TValue>[] results = Snapshot(batch, list);
        var values = new TValue[results.Length];
        Exception?[]? errors = null;
        for (int i = 0; i < results.Length; i++)
        {
            values[i] = results[i].ValueOrDefault;
            if (results[i].Error is { } error)
                (errors ??= new Exception?[results.Length])[i] = error;
            else
                NoteIfMissing(batch, values[i], i, ref errors);
        }

        return new BatchOutcome<TValue>(values, errors);
    }

    public static BatchOutcome<TValue> FromDictionary<TKey, TValue>(Batch<TKey, TValue> batch, IReadOnlyDictionary<TKey, TValue>? dictionary)
        where TKey : notnull
    {
        if (dictionary is null)
            throw BatchErrors.NullList(batch);

        var values = new TValue[batch.Count];
        Exception?[]? errors = null;
        List<int>? missing = null;
        Dictionary<TKey, TValue>? byIdentity = null;
        for (int i = 0; i < values.Length; i++)
        {
            // The dictionary may know the key by another of its spellings.
            TKey key = batch.KeyAt(i);
            if (dictionary.TryGetValue(key, out TValue? value)
                || (batch.Identity is { } identity && (byIdentity ??= Index(dictionary, identity)).TryGetValue(key, out value)))
            {
                values[i] = value;
                NoteIfMissing(batch, value, i, ref errors);
            }
            else
            {
                (missing ??= []).Add(i);
            }
        }

        NearestKey<TKey>? surplus = SurplusIn(batch, missing, dictionary.Keys, dictionary.Count);
        foreach (int i in missing ?? [])
        {
            if (surplus is null)
                SetMissing(batch, i, ref errors);
            else
                (errors ??= new Exception?[batch.Count])[i] = BatchErrors.Missing(batch, i, surplus);
        }

        return new BatchOutcome<TValue>(values, errors);
    }

    public static BatchOutcome<IReadOnlyList<TElement>> FromLookup<TKey, TElement>(
        Batch<TKey, IReadOnlyList<TElement>> batch, ILookup<TKey, TElement>? lookup)
        where TKey : notnull
    {
        if (lookup is null)
            throw BatchErrors.NullList(batch);

        // Keys that are the same for the loader may be several for the lookup.
        ILookup<TKey, TElement> byIdentity = batch.Identity is { } identity
            ? lookup.SelectMany(static group => group, static (group, element) => (group.Key, element))
                .ToLookup(static pair => pair.Key, static pair => pair.element, identity)
            : lookup;
        var values = new IReadOnlyList<TElement>[batch.Count];
        Exception?[]? errors = null;
        List<int>? missing = null;
        for (int i = 0; i < values.Length; i++)
        {
            TElement[] elements = [.. byIdentity[batch.KeyAt(i)]];
            values[i] = elements;
            if (elements.Length == 0)
                (missing ??= []).Add(i);
        }

        if (SurplusIn(batch, missing, byIdentity.Select(static group => group.Key), byIdentity.Count) is { } surplus)
        {
            foreach (int i in missing ?? [])
                (errors ??= new Exception?[batch.Count])[i] = BatchErrors.Missing(batch, i, surplus);
        }

        return new BatchOutcome<IReadOnlyList<TElement>>(values, errors);
    }

    /// <summary>Notes an error for a slot without a value, unless the loader's type allows null there.</summary>
    public static void SetMissing<TKey, TValue>(Batch<TKey, TValue> batch, int index, ref Exception?[]? errors)
        where TKey : notnull
    {
        // A value type that has no null: its default would look like an answer.
        if (batch.MissingKeys == MissingKeys.Fail || default(TValue) is not null)
            (errors ??= new Exception?[batch.Count])[index] = BatchErrors.Missing(batch, index);
    }

    // Keys that nobody asked for, where they matter; else null.
    private static NearestKey<TKey>? SurplusIn<TKey, TValue>(Batch<TKey, TValue> batch, List<int>? missing, IEnumerable<TKey> keys, int keyCount)
        where TKey : notnull
    {
        bool matters = batch.SurplusKeys == SurplusKeys.Fail || (missing is not null && batch.SurplusKeys == SurplusKeys.FailIfMissing);

        // One that stands in several slots is counted for each of them.
        int found = batch.Count - (missing?.Count ?? 0);
        BatchTelemetry? told = LoaderTelemetry.CountsSurplus ? batch.Telemetry : null;
        if ((!matters && told is null) || (keyCount <= found && !batch.MayRepeatKeys))
            return null;

        IEnumerable<TKey> unasked = keys.Where(key => key is not null && batch.SlotOf(key) < 0);
        told?.NoteSurplus(unasked.Count());
        var surplus = new NearestKey<TKey>(unasked.Take(matters ? MaxSurplusKeys : 0));
        if (surplus.IsEmpty)
            return null;
        return batch.SurplusKeys == SurplusKeys.Fail ? throw BatchErrors.UnaskedRow(batch, surplus.First, keyCount) : surplus;
    }

    private static void NoteIfMissing<TKey, TValue>(Batch<TKey, TValue> batch, TValue value, int index, ref Exception?[]? errors)
        where TKey : notnull
    {
        if (value is null)
            SetMissing(batch, index, ref errors);
    }

    private static Exception?[]? MissingIn<TKey, TValue>(Batch<TKey, TValue> batch, TValue[] values)
        where TKey : notnull
    {
        Exception?[]? errors = null;
        if (default(TValue) is null && batch.MissingKeys == MissingKeys.Fail)
        {
            for (int i = 0; i < values.Length; i++)
                NoteIfMissing(batch, values[i], i, ref errors);
        }

        return errors;
    }

    // All elements are read before the first promise is completed: a list that throws half-way, or changes, fails the batch as a whole (row S7).
    private static T[] Snapshot<TKey, TValue, T>(Batch<TKey, TValue> batch, IReadOnlyList<T>? list)
        where TKey : notnull
    {
        if (list is null)
            throw BatchErrors.NullList(batch);

        int count = list.Count;
        if (count != batch.Count)
            throw BatchErrors.WrongCount(batch, count);

        // Lists leave the values here, where a method that used its array again would change them.
        if (list is T[] array)
            return batch.HasLists ? [.. array] : array;

        var values = new T[count];
        if (list is List<T> simple)
        {
            simple.CopyTo(values);
            return values;
        }

        for (int i = 0; i < values.Length; i++)
            values[i] = list[i];
        return values;
    }

    private static Dictionary<TKey, TValue> Index<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> values, IEqualityComparer<TKey> identity)
        where TKey : notnull
    {
        var index = new Dictionary<TKey, TValue>(values.Count, identity);
        foreach ((TKey key, TValue value) in values)
            index.TryAdd(key, value);
        return index;
    }
}
