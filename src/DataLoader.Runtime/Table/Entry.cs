using System.Runtime.CompilerServices;

namespace DataLoader.Table;

/// <summary>
/// One key of a table and the promise of its value. The promise is a builder, not a TaskCompletionSource: the task is then the only object a
/// load allocates. A key that only lists have asked for has none: the entry is bare until somebody asks for the key alone.
/// </summary>
/// <remarks>
/// Entries of one array are chained by hash. An array's slots are its buckets too, so that a reader gets a consistent table with one read.
/// Two indices are stored with an offset, so that the zeros of a new array mean "none": a bucket's head as index + 1, a link as index + 2.
/// </remarks>
internal struct Entry<TId, TValue>
{
    // Set in the link of an entry that lookups must not find.
    private const int Hidden = int.MinValue;

    // Set in the link of an entry that has no promise: only lists have asked for its key.
    private const int Bare = 1 << 30;

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

    /// <summary>Whether there is no promise. Whoever reads that there is one may read it, without the gate too.</summary>
    public readonly bool IsBare => IsBareLink(Volatile.Read(in Link));

    /// <summary>Whether an entry with this link, one that lookups find, has a promise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFoundWithPromise(int link) => (uint)link < Bare;

    private static bool IsBareLink(int link) => (link & Bare) != 0;

    /// <summary>The first entry of the chain that a hash belongs to, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FirstOf(Entry<TId, TValue>[] entries, int hash)
    {
        int bucket = Bucket(hash, entries.Length);
        return (uint)bucket < (uint)entries.Length ? Volatile.Read(ref entries[bucket]._head) - 1 : -1;
    }

    /// <summary>The entry behind one with this link, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int After(int link) => (link & (Bare - 1)) - 2;

    /// <summary>Gate held. Puts a written entry at the head of its chain: from now on lookups find it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Publish(Entry<TId, TValue>[] entries, ref Entry<TId, TValue> entry, int index, bool bare = false)
    {
        ref int head = ref entries[Bucket(entry.Hash, entries.Length)]._head;
        entry.Link = bare ? (head + 1) | Bare : head + 1;
        Volatile.Write(ref head, index + 1);
    }

    /// <summary>Gate held. Gives a bare entry a promise.</summary>
    public void Give(AsyncTaskMethodBuilder<TValue> promise)
    {
        Promise = promise;
        Volatile.Write(ref Link, Link & ~Bare);
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
            head = After(link) + 1;
            return;
        }

        int before = head - 1;
        while (After(entries[before].Link) != index)
            before = After(entries[before].Link);
        ref Entry<TId, TValue> previous = ref entries[before];
        previous.Link = (previous.Link & Bare) | (link & ~Bare);
    }

    /// <summary>Gate held. Makes a written entry one that is in no chain.</summary>
    public void StayHidden(bool bare = false) => Link = Hidden | End | (bare ? Bare : 0);

    /// <summary>Makes the bucket of this slot empty.</summary>
    public void ClearBucket() => _head = 0;

    // The second product maps to any length, not only to powers of two, so that a learned capacity is used to its last slot.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bucket(int hash, int length) => (int)((((uint)hash * HashFactor.Value) >> 32) * (uint)length >> 32);
}
