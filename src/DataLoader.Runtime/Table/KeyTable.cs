using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DataLoader.Table;

/// <summary>
/// Keys and their tasks. Append-only: the keys that were not yet sent are the tail of the table, so it is the queue of pending keys too.
/// Lookups take no lock. Everything that writes is called under the loader's gate and runs no user code there: callers look up first, note
/// <see cref="Version"/> before, and append only if it has not changed since.
/// </summary>
/// <remarks>A mutable struct, so that a loader's table is no object of its own: keep it in a field and pass it by reference.</remarks>
internal partial struct KeyTable<TId, TValue>
    where TId : notnull
{
    private const int MinLength = 4;

    // From here on a table grows by four: memory that is new to the process costs more than keys that are copied.
    private const int ManyKeys = 1_024;

    // In bytes.
    private const int LargeObject = 85_000;
    private const int Page = 4_096;

    private Entry<TId, TValue>[] _entries;
    private TableExtras<TId, TValue>? _extras;
    private int _version;
    private int _count;
    private int _sent;
    private int _settled;

    public KeyTable(IEqualityComparer<TId>? comparer)
    {
        _entries = [];
        if (comparer is not null)
            _extras = new(comparer);
    }

    // ---- Reading: from any thread, without a lock.

    /// <summary>Tells which keys are the same; null means the default comparer.</summary>
    public readonly IEqualityComparer<TId>? Comparer => _extras?.Comparer;

    /// <summary>Whether keys are found without a comparer to call.</summary>
    public readonly bool ComparesByDefault => _extras is not { Comparer: not null };

    /// <summary>Changes with every key that is added. A lookup that found nothing stays true as long as the version stays.</summary>
    public readonly int Version => Volatile.Read(in _version);

    /// <summary>What the table is now; a reader stays with one array.</summary>
    public readonly Entry<TId, TValue>[] Entries => Volatile.Read(in _entries);

    /// <summary>
    /// The entries before this index are done, and nobody is to be told of hits. Known without a look at their tasks, which are most likely not in the processor's cache. Read it
    /// after the array, because it holds for that one and for newer ones; and before the search, so that what is found was done before it was
    /// found, and has not just been given up.
    /// </summary>
    public readonly int SettledCount => Volatile.Read(in _settled);

    /// <summary>How many keys were sent: the entries of those that wait follow. Certain only under the gate.</summary>
    public readonly int SentCount => _sent;

    /// <summary>How many keys wait to be sent. Certain only under the gate.</summary>
    public readonly int PendingCount => _count - _sent;

    /// <summary>Whether other keys wait, there is room behind them, and nothing else is to be looked at. Certain only under the gate.</summary>
    public readonly bool CanAppendBehindOthers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _count > _sent && _count < _entries.Length && _extras is null or { Primed: null };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int HashOf(TId id) => Comparer is { } comparer ? comparer.GetHashCode(id) : DefaultHashOf(id);

    /// <summary>The hash of a key where there is no comparer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DefaultHashOf(TId id)
    {
        // These cases are decided when the code is compiled for a key type: no box is made.
        if (typeof(TId) == typeof(long))
            return WideHash.Of((ulong)(long)(object)id);
        if (typeof(TId) == typeof(ulong))
            return WideHash.Of((ulong)(object)id);
        if (typeof(TId) == typeof(Guid))
            return WideHash.Of(in Unsafe.As<TId, Guid>(ref id));

        // Keys wider than 8 bytes: GetHashCode is called on the key itself. A copy for a comparer would be one load of 16 bytes right after two
        // stores of 8, which stalls the processor.
        if (typeof(TId).IsValueType && Unsafe.SizeOf<TId>() > sizeof(long))
            return id.GetHashCode();

        // Smaller value types: the JIT replaces the default comparer by the type's own code, for enums too.
        if (typeof(TId).IsValueType)
            return EqualityComparer<TId>.Default.GetHashCode(id);

        return id is string text ? StringHash.Of(text) : EqualityComparer<TId>.Default.GetHashCode(id);
    }

    /// <summary>Whether an entry holds this key, where there is no comparer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Matches(in Entry<TId, TValue> entry, TId id, int hash)

        // Value types: the JIT compares them with the type's own code, and comparing hashes first would cost as much as it saves.
        => (typeof(TId).IsValueType || entry.Hash == hash) && DefaultSame(entry.Key, id);

    /// <summary>Whether the key is here, loaded or primed. Allocates nothing.</summary>
    public readonly bool Holds(TId id, int hash) => FindIndex(Entries, id, hash) >= 0 || FindPrimed(id) is not null;

    /// <summary>The index of a key among the entries of one array, or -1. Allocates nothing.</summary>
    public readonly int FindIndex(Entry<TId, TValue>[] entries, TId id, int hash)
        => Comparer is { } comparer ? FindCompared(entries, id, hash, comparer) : FindDefault(entries, id, hash);

    // PlainCore.Load has this search once more, for its hits.
    private static int FindDefault(Entry<TId, TValue>[] entries, TId id, int hash)
    {
        for (int at = Entry<TId, TValue>.FirstOf(entries, hash); (uint)at < (uint)entries.Length;)
        {
            ref Entry<TId, TValue> entry = ref entries[at];
            int link = entry.Link;
            if (Matches(in entry, id, hash) && link > 0)
                return at;
            at = Entry<TId, TValue>.After(link);
        }

        return -1;
    }

    private static int FindCompared(Entry<TId, TValue>[] entries, TId id, int hash, IEqualityComparer<TId> comparer)
    {
        for (int at = Entry<TId, TValue>.FirstOf(entries, hash); (uint)at < (uint)entries.Length;)
        {
            ref Entry<TId, TValue> entry = ref entries[at];
            int link = entry.Link;
            if (entry.Hash == hash && link > 0 && comparer.Equals(entry.Key, id))
                return at;
            at = Entry<TId, TValue>.After(link);
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool DefaultSame(TId one, TId other)
    {
        if (typeof(TId).IsValueType)
            return EqualityComparer<TId>.Default.Equals(one, other);

        return one is string text ? string.Equals(text, (string)(object)other) : EqualityComparer<TId>.Default.Equals(one, other);
    }

    // ---- Writing: under the loader's gate.

    /// <summary>Gate held. Whether there is no room to append.</summary>
    public readonly bool IsFull => _count == _entries.Length;

    /// <summary>Gate held. How many keys can be appended before the table must grow.</summary>
    public readonly int Room => _entries.Length - _count;

    /// <summary>Gate held. Whether a key may stand twice among those that wait, because it was cleared and asked for again.</summary>
    public bool HiddenWhilePending
    {
        readonly get => _extras is { HiddenWhilePending: true };
        private set
        {
            if (value || _extras is not null)
                Extras.HiddenWhilePending = value;
        }
    }

    /// <summary>Gate held. Appends a key that a lookup at <see cref="Version"/> did not find; it becomes pending. There is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(TId id, int hash, AsyncTaskMethodBuilder<TValue> promise)
    {
        Entry<TId, TValue>[] entries = _entries;
        int index = _count++;
        ref Entry<TId, TValue> entry = ref entries[index];
        entry.Key = id;
        entry.Hash = hash;
        entry.Promise = promise;
        Entry<TId, TValue>.Publish(entries, ref entry, index);
        Volatile.Write(ref _version, _version + 1);
        AssertInvariants();
    }

    /// <summary>Gate held. The pending keys are sent: they stay where they are, and wait no more.</summary>
    public void MarkSent()
    {
        _sent = _count;
        HiddenWhilePending = false;
        AssertInvariants();
    }

    /// <summary>Gate held. Every key that was sent is done. Not called where somebody is to be told of hits.</summary>
    public void MarkSettled()
    {
        Volatile.Write(ref _settled, _sent);
        AssertInvariants();
    }

    /// <summary>Gate held. Hides one entry, if the array is still the table's.</summary>
    public bool TryHide(Entry<TId, TValue>[] entries, int index)
    {
        if (!ReferenceEquals(entries, _entries))
            return false;
        if (index >= _sent)
            HiddenWhilePending = true;
        Entry<TId, TValue>.Hide(entries, index);
        return true;
    }

    /// <summary>Gate held. Hides the entry that holds this very task. Compares references only: no user code, and never a newer entry.</summary>
    public readonly void Hide(int hash, Task<TValue> task)
    {
        Entry<TId, TValue>[] entries = _entries;
        for (int at = Entry<TId, TValue>.FirstOf(entries, hash); (uint)at < (uint)_count;)
        {
            ref Entry<TId, TValue> entry = ref entries[at];
            if (entry.Hash == hash && !entry.IsBare && ReferenceEquals(entry.Promise.Task, task))
            {
                Entry<TId, TValue>.Hide(entries, at);
                return;
            }

            at = Entry<TId, TValue>.After(entry.Link);
        }
    }

    /// <summary>Gate held. Forgets everything; the pending keys stay pending but cannot be found any more.</summary>
    public void Clear()
    {
        int pending = PendingCount;
        Entry<TId, TValue>[] entries = pending == 0 ? [] : Make(Math.Max(pending, MinLength));
        for (int i = 0; i < pending; i++)
            Move(entries, i, in _entries[_sent + i], hidden: true);

        _count = pending;
        _sent = 0;
        HiddenWhilePending = pending > 0;
        Volatile.Write(ref _settled, 0);
        _extras?.ForgetPrimed();
        ForgetBareBatches();
        Volatile.Write(ref _entries, entries);
        AssertInvariants();
    }

    /// <summary>Gate held. Whether a key with this hash may be here: calls no code of the user's.</summary>
    public readonly bool MayHold(int hash)
    {
        if (_extras?.Primed is not null)
            return true;

        Entry<TId, TValue>[] entries = _entries;
        for (int at = Entry<TId, TValue>.FirstOf(entries, hash); at >= 0; at = Entry<TId, TValue>.After(entries[at].Link))
        {
            if (entries[at].Hash == hash)
                return true;
        }

        return false;
    }

    // ---- Primed tasks.

    /// <summary>The place of primed tasks; made when the first one comes. From any thread.</summary>
    public ConcurrentDictionary<TId, PrimedTask<TValue>> Primed => Extras.MakePrimed();

    /// <summary>The task that was primed for a key, or null. From any thread.</summary>
    public readonly Task<TValue>? FindPrimed(TId id)
    {
        ConcurrentDictionary<TId, PrimedTask<TValue>>? primed = Volatile.Read(in _extras)?.Primed;
        return primed is not null && primed.TryGetValue(id, out PrimedTask<TValue>? found) && found.IsConfirmed ? found.Task : null;
    }

    /// <summary>Gate held. Lets a primed task be found, and tells lookups under way.</summary>
    public void Confirm(PrimedTask<TValue> primed)
    {
        primed.Confirm();
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>Forgets the primed task of a key. From any thread.</summary>
    public readonly void RemovePrimed(TId id) => Volatile.Read(in _extras)?.Primed?.TryRemove(id, out _);

    /// <summary>Forgets a primed task, but never a newer one of its key. From any thread.</summary>
    public readonly void RemovePrimed(TId id, PrimedTask<TValue> primed) => Volatile.Read(in _extras)?.Primed?.TryRemove(new(id, primed));

    // ---- Growth.

    /// <summary>
    /// Gate held. Makes room. Hidden entries that were sent are dropped on the way: clearing and loading the same keys for ever does not fill
    /// the table.
    /// </summary>
    /// <param name="learned">The length a new table should have, 0 when nothing is known yet.</param>
    /// <param name="more">How many keys come now.</param>
    public void Grow(int learned, int more = 1)
    {
        int kept = PendingCount;
        for (int i = 0; i < _sent; i++)
        {
            if (!_entries[i].IsHidden)
                kept++;
        }

        int length = _entries.Length == 0 && learned > 0 ? learned : Math.Max(kept * (kept < ManyKeys ? 2 : 4), MinLength);
        Entry<TId, TValue>[] entries = Make(Math.Max(length, kept + more));
        if (kept == _count && !HiddenWhilePending)
            CopyAll(entries);
        else
            MoveKept(entries);
        Volatile.Write(ref _entries, entries);
        AssertInvariants();
    }

    // Nothing is hidden: everything moves to where it was, in one go.
    private readonly void CopyAll(Entry<TId, TValue>[] entries)
    {
        _entries.AsSpan(0, _count).CopyTo(entries);
        Span<Entry<TId, TValue>> copied = entries.AsSpan(0, _count);
        foreach (ref Entry<TId, TValue> entry in copied)
            entry.ClearBucket();
        for (int i = 0; i < copied.Length; i++)
            Entry<TId, TValue>.Publish(entries, ref copied[i], i, copied[i].IsBare);
    }

    private void MoveKept(Entry<TId, TValue>[] entries)
    {
        // The batches of bare keys know them by their index, which changes.
        PromiseAllSent();
        int count = 0;
        int sent = 0;
        int settled = 0;
        for (int i = 0; i < _count; i++)
        {
            bool hidden = _entries[i].IsHidden;
            if (i == _sent)
                sent = count;
            if (i < _settled && !hidden)
                settled++;
            if (i >= _sent || !hidden)
                Move(entries, count++, in _entries[i], hidden);
        }

        // Places only move down: a thread that still reads the old array sees less as settled, never more.
        Volatile.Write(ref _settled, settled);
        _sent = _sent == _count ? count : sent;
        _count = count;
    }

    private static void Move(Entry<TId, TValue>[] entries, int index, in Entry<TId, TValue> from, bool hidden)
    {
        ref Entry<TId, TValue> entry = ref entries[index];
        entry.Key = from.Key;
        entry.Hash = from.Hash;
        entry.Promise = from.Promise;
        if (hidden)
            entry.StayHidden(from.IsBare);
        else
            Entry<TId, TValue>.Publish(entries, ref entry, index, from.IsBare);
    }

    // An array on the large object heap is often memory that was never touched. A read maps it to a page of zeros that is shared, and the write
    // that follows must then stop all processors to replace it: several threads that append would spend most of their time on that. Written
    // first, a page is mapped once.
    private static Entry<TId, TValue>[] Make(int length)
    {
        var entries = new Entry<TId, TValue>[length];
        int size = Unsafe.SizeOf<Entry<TId, TValue>>();
        if ((long)length * size >= LargeObject)
        {
            for (int i = 0; i < length; i += Math.Max(Page / size, 1))
                entries[i].Link = 0;
        }

        return entries;
    }

    // Made when they are needed, by any thread.
    private TableExtras<TId, TValue> Extras
        => Volatile.Read(ref _extras) ?? Interlocked.CompareExchange(ref _extras, new(null), null) ?? _extras;

    [Conditional("DEBUG")]
    private readonly void AssertInvariants()
    {
        Debug.Assert(_sent >= 0 && _sent <= _count && _count <= _entries.Length, "The keys that were sent, then those that wait, then room.");
        Debug.Assert(_settled >= 0 && _settled <= _sent, "Only keys that were sent can be done.");
    }
}
