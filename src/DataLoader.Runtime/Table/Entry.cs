using System.Runtime.CompilerServices;

namespace DataLoader.Table;

/// <summary>
/// One key of a table and the promise of its value. The promise is a builder, not a TaskCompletionSource: the task is then the only object a
/// load allocates.
/// </summary>
/// <remarks>
/// Entries of one array are chained by hash. An array's slots are its buckets too, so that a reader gets a consistent table with one read.
/// Two indices are stored with an offset, so that the zeros of a new array mean "none": a bucket's head as index + 1, a link as index + 2.
/// </remarks>
internal struct Entry<TId, TValue>
{
    // Set in the link of an entry that lookups must not find.
    private const int Hidden = int.MinValue;

    // The link of the last entry of a chain. A link is 0 only while its entry is not published: a reader never touches a half-written one.
    private const int End = 1;

    public AsyncTaskMethodBuilder<TValue> Promise;
    public TId Key;
    public int Hash;

    /// <summary>Leads to the next entry of the chain, see <see cref="After"/>. Positive when lookups may find this entry.</summary>
    public int Link;

    // The bucket that shares this slot: the index of its first entry plus 1, or 0. It belongs to the slot, not to the entry in it.
    private int _head;

    public readonly bool IsHidden => Link < 0;

    /// <summary>The first entry of the chain that a hash belongs to, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FirstOf(Entry<TId, TValue>[] entries, int hash)
    {
        int bucket = Bucket(hash, entries.Length);
        return (uint)bucket < (uint)entries.Length ? Volatile.Read(ref entries[bucket]._head) - 1 : -1;
    }

    /// <summary>The entry behind one with this link, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int After(int link) => (link & int.MaxValue) - 2;

    /// <summary>Gate held. Puts a written entry at the head of its chain: from now on lookups find it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Publish(Entry<TId, TValue>[] entries, ref Entry<TId, TValue> entry, int index)
    {
        ref int head = ref entries[Bucket(entry.Hash, entries.Length)]._head;
        entry.Link = head + 1;
        Volatile.Write(ref head, index + 1);
    }

    /// <summary>
    /// Gate held. Keeps an entry from being found and takes it out of its chain, which would grow with each key that is cleared and asked for again. A
    /// reader that stands on the entry goes on from there.
    /// </summary>
    public static void Hide(Entry<TId, TValue>[] entries, int index)
    {
        ref Entry<TId, TValue> entry = ref entries[index];
        if (entry.IsHidden)
            return;

        int link = entry.Link;
        entry.Link |= Hidden;
        ref int head = ref entries[Bucket(entry.Hash, entries.Length)]._head;
        if (head == index + 1)
        {
            head = link - 1;
            return;
        }

        int before = head - 1;
        while (After(entries[before].Link) != index)
            before = After(entries[before].Link);
        entries[before].Link = link;
    }

    /// <summary>Gate held. Makes a written entry one that is in no chain.</summary>
    public void StayHidden() => Link = Hidden | End;

    /// <summary>Makes the bucket of this slot empty.</summary>
    public void ClearBucket() => _head = 0;

    // The second product maps to any length, not only to powers of two, so that a learned capacity is used to its last slot.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bucket(int hash, int length) => (int)((((uint)hash * HashFactor.Value) >> 32) * (uint)length >> 32);
}
