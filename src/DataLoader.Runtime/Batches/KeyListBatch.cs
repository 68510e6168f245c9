using System.Collections;

namespace DataLoader.Batches;

/// <summary>
/// A batch that is also the list of its keys as its batch method sees them: no other object, no copy. An <see cref="IList{T}"/> too, because many
/// backends (array parameters of database drivers, LINQ's fast paths) ask for that; it refuses every change.
/// </summary>
internal abstract class KeyListBatch<TKey, TValue>(
    BatchOwner<TKey, TValue> owner, int offset, int count, bool mayRepeatKeys, ExecutionContext? context)
    : Batch<TKey, TValue>(owner, offset, count, mayRepeatKeys, context), IReadOnlyList<TKey>, IList<TKey>
    where TKey : notnull
{
    private protected sealed override IReadOnlyList<TKey> KeyList => this;

    int IReadOnlyCollection<TKey>.Count => Count;

    int ICollection<TKey>.Count => Count;

    bool ICollection<TKey>.IsReadOnly => true;

    TKey IReadOnlyList<TKey>.this[int index] => At(index);

    TKey IList<TKey>.this[int index]
    {
        get => At(index);
        set => throw ReadOnly();
    }

    int IList<TKey>.IndexOf(TKey item) => IndexOf(item);

    bool ICollection<TKey>.Contains(TKey item) => IndexOf(item) >= 0;

    void ICollection<TKey>.CopyTo(TKey[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(arrayIndex);
        if (array.Length - arrayIndex < Count)
            throw new ArgumentException("The array is too short.", nameof(array));
        for (int i = 0; i < Count; i++)
            array[arrayIndex + i] = KeyAt(i);
    }

    IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<TKey>.Add(TKey item) => throw ReadOnly();

    void ICollection<TKey>.Clear() => throw ReadOnly();

    bool ICollection<TKey>.Remove(TKey item) => throw ReadOnly();

    void IList<TKey>.Insert(int index, TKey item) => throw ReadOnly();

    void IList<TKey>.RemoveAt(int index) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("The keys of a batch cannot be changed.");

    private TKey At(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index));
        return KeyAt(index);
    }

    private int IndexOf(TKey item)
    {
        for (int i = 0; i < Count; i++)
        {
            if (EqualityComparer<TKey>.Default.Equals(KeyAt(i), item))
                return i;
        }

        return -1;
    }

    private IEnumerator<TKey> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return KeyAt(i);
    }
}
