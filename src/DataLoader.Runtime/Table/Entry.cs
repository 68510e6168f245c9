using System.Runtime.CompilerServices;

namespace DataLoader.Table;

/// <summary>
/// One key of a table and the promise of its value. The promise is a builder, not a TaskCompletionSource: the task is then the only object a
/// load allocates.
/// </summary>
internal struct Entry<TId, TValue>
{
    /// <summary>Set in <see cref="Link"/> of an entry that lookups must not find.</summary>
    public const int Hidden = int.MinValue;

    /// <summary>The <see cref="Link"/> of the last entry of a chain.</summary>
    public const int End = 1;

    public AsyncTaskMethodBuilder<TValue> Promise;
    public TId Key;
    public int Hash;

    /// <summary>
    /// 0 while the entry is not published, so that a reader never touches a half-written one; else the index of the next entry of the chain
    /// plus 2 (1 at the end), and the sign bit when the entry is hidden.
    /// </summary>
    public int Link;

    /// <summary>
    /// The bucket that shares this slot: the index of its first entry plus 1, or 0. It belongs to the slot, not to the entry in it; one array
    /// holds everything so that a reader gets a consistent table with one read.
    /// </summary>
    public int Head;
}
