using System.Collections;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>
/// The keys of a batch as its batch method sees them. Also an <see cref="IList{T}"/>, because many backends (array parameters of database
/// drivers, LINQ's fast paths) ask for that; it refuses every change.
/// </summary>
internal abstract class ReadOnlyKeys<TKey>(int count) : IReadOnlyList<TKey>, IList<TKey>
{
    public int Count => count;

    public bool IsReadOnly => true;

    public TKey this[int index]
    {
        get
        {
            if ((uint)index >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(index));
            return At(index);
        }
    }

    TKey IList<TKey>.this[int index]
    {
        get => this[index];
        set => throw ReadOnly();
    }

    public int IndexOf(TKey item)
    {
        for (int i = 0; i < count; i++)
        {
            if (EqualityComparer<TKey>.Default.Equals(At(i), item))
                return i;
        }

        return -1;
    }

    public bool Contains(TKey item) => IndexOf(item) >= 0;

    public void CopyTo(TKey[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(arrayIndex);
        if (array.Length - arrayIndex < count)
            throw new ArgumentException("The array is too short.", nameof(array));
        for (int i = 0; i < count; i++)
            array[arrayIndex + i] = At(i);
    }

    public IEnumerator<TKey> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
            yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<TKey>.Add(TKey item) => throw ReadOnly();

    void ICollection<TKey>.Clear() => throw ReadOnly();

    bool ICollection<TKey>.Remove(TKey item) => throw ReadOnly();

    void IList<TKey>.Insert(int index, TKey item) => throw ReadOnly();

    void IList<TKey>.RemoveAt(int index) => throw ReadOnly();

    protected abstract TKey At(int index);

    private static NotSupportedException ReadOnly() => new("The keys of a batch can not be changed.");
}

/// <summary>Keys where they stand in a loader's table: no copy.</summary>
internal sealed class TableKeys<TKey, TValue>(Entry<TKey, TValue>[] entries, int start, int count) : ReadOnlyKeys<TKey>(count)
{
    protected override TKey At(int index) => entries[start + index].Key;
}

/// <summary>Keys in an array of their own.</summary>
internal sealed class ArrayKeys<TKey>(TKey[] keys, int start, int count) : ReadOnlyKeys<TKey>(count)
{
    protected override TKey At(int index) => keys[start + index];
}
