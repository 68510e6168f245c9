using System.Runtime.CompilerServices;

namespace DataLoader.Loading;

/// <summary>What came back for a batch: one error for all keys, or a value or an error for each.</summary>
internal readonly struct BatchOutcome<TValue>
{
    // Most batches have no errors: their values stand here themselves, so that a batch keeps one reference. What is no WithErrors is a TValue[], or
    // null while nothing came back: no cast needs to prove it.
    private readonly object? _content;

    public BatchOutcome(Exception error) => _content = new BatchOutcome.WithErrors(null, error);

    public BatchOutcome(TValue[] values, Exception?[]? errors) => _content = errors is null ? values : new BatchOutcome.WithErrors(values, errors);

    /// <summary>The values, if there is no error among them.</summary>
    public TValue[]? OnlyValues => _content is BatchOutcome.WithErrors ? null : Unsafe.As<TValue[]>(_content);

    public bool IsNone => _content is null;

    public Exception? ErrorAt(int index) => (_content as BatchOutcome.WithErrors)?.At(index);

    public TValue ValueAt(int index) => Unsafe.As<TValue[]>(_content is BatchOutcome.WithErrors mixed ? mixed.Values : _content)![index];
}

/// <summary>Turns what batch methods return into outcomes.</summary>
internal static class BatchOutcome
{
    /// <summary>The error of a whole batch; or the values, a <c>TValue[]</c>, and the errors of its keys.</summary>
    internal sealed class WithErrors(object? values, object errors)
    {
        public object? Values => values;

        public Exception? At(int index) => errors is Exception error ? error : ((Exception?[])errors)[index];
    }

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
        Dictionary<TKey, TValue>? byIdentity = null;
        for (int i = 0; i < values.Length; i++)
        {
            TKey key = batch.KeyAt(i);
            if (dictionary.TryGetValue(key, out TValue? value))
            {
                values[i] = value;
                NoteIfMissing(batch, value, i, ref errors);
            }
            else if (batch.Identity is { } identity && (byIdentity ??= Index(dictionary, identity)).TryGetValue(key, out value))
            {
                // The dictionary knows the key by another of its spellings.
                values[i] = value;
                NoteIfMissing(batch, value, i, ref errors);
            }
            else
            {
                SetMissing(batch, i, ref errors);
            }
        }

        return new BatchOutcome<TValue>(values, errors);
    }

    /// <summary>Notes an error for a slot without a value, unless the loader's type allows null there.</summary>
    public static void SetMissing<TKey, TValue>(Batch<TKey, TValue> batch, int index, ref Exception?[]? errors)
        where TKey : notnull
    {
        // A value type that has no null: its default would look like an answer.
        if (batch.MissingKeys == MissingKeys.Fail || default(TValue) is not null)
            (errors ??= new Exception?[batch.Count])[index] = BatchErrors.Missing(batch, index);
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

        if (list is T[] array)
            return array;

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
