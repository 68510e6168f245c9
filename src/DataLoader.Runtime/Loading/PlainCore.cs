using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>The plain loader: a key is its own identity. This is the hot path.</summary>
internal sealed class PlainCore<TKey, TValue>(
    IBatchMethod<TKey, TValue> method, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TKey>? comparer)
    : TableCore<TKey, TKey, TValue>(method, settings, scope, comparer)
    where TKey : notnull
{
    public override IEqualityComparer<TKey>? Identity => Table.Comparer;

    protected override bool TakesKeysAsTheyAre => true;

    public override TKey IdOf(TKey key) => key;

    public override Task<TValue> Load(TKey key, bool canCancel)
    {
        if (!Table.ComparesByDefault)
            return LoadCompared(key, canCancel);

        // The search of KeyTable.FindDefault once more. Here every way ends with a return or a call in tail position, so that the JIT gives this
        // method no stack frame.
        int hash = KeyTable<TKey, TValue>.DefaultHashOf(key);
        int versionBefore = Table.Version;
        Entry<TKey, TValue>[] entries = Table.Entries;
        int settled = Table.SettledCount;
        for (int at = Entry<TKey, TValue>.FirstOf(entries, hash); (uint)at < (uint)entries.Length;)
        {
            ref Entry<TKey, TValue> entry = ref entries[at];
            int link = Volatile.Read(ref entry.Link);
            if (KeyTable<TKey, TValue>.Matches(in entry, key, hash))
            {
                if (Entry<TKey, TValue>.IsFoundWithPromise(link) && at < settled)
                    return entry.Promise.Task;
                if (link > 0)
                    return at < settled ? LoadBare(entries, at, key, hash, canCancel) : LoadUnsettled(key, hash, canCancel);
            }

            at = Entry<TKey, TValue>.After(link);
        }

        return LoadUnknown(key, hash, canCancel, versionBefore);
    }

    protected override TableBatch<TKey, TKey, TValue> MakeTableBatch(int from, int count, ExecutionContext? context)
        => new PlainBatch(this, Table.Entries, Table.SentCount + from, count, Table.HiddenWhilePending, context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadCompared(TKey key, bool canCancel) => LoadUnsettled(key, Table.HashOf(key), canCancel);

    // Whether a key can be appended without anything else to be done or to be told.
    private bool CanAppendQuietly
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Table.CanAppendBehindOthers && Telemetry is null or { NeedsFirstKeysOnly: true };
    }

    // What most misses are: one more key behind others that wait. FindOrAppend does everything else, listeners included.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadUnknown(TKey key, int hash, bool canCancel, int versionBefore)
    {
        if (!canCancel && CanAppendQuietly && FrameDispatcherIfOpen is { } dispatcher)
        {
            Gate.Enter();
            if (CanAppendQuietly && (Table.Version == versionBefore || (ComparesWithoutUserCode && Table.FindIndex(Table.Entries, key, hash) < 0)))
            {
                AsyncTaskMethodBuilder<TValue> promise = default;
                Task<TValue> task = promise.Task;
                Table.Append(key, hash, promise);
                Gate.Exit();
                dispatcher.NoteKey();
                return task;
            }

            Gate.Exit();
        }

        return FindOrAppend(key, key, hash, canCancel, versionBefore, null);
    }

    // Searches again: Load has just brought the memory into the cache, and need not keep for this what it found.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadUnsettled(TKey key, int hash, bool canCancel)
    {
        int versionBefore = Table.Version;
        return FindOrAppend(key, key, hash, canCancel, versionBefore, Find(key, hash));
    }

    // Somebody asks for a key alone, for the first time, that a list has loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadBare(Entry<TKey, TValue>[] entries, int index, TKey key, int hash, bool canCancel)
        => TaskOfBare(entries, index) ?? LoadUnsettled(key, hash, canCancel);

    /// <summary>A batch whose table knows the keys themselves.</summary>
    private sealed class PlainBatch(
        PlainCore<TKey, TValue> core, Entry<TKey, TValue>[] entries, int offset, int count, bool mayRepeatKeys, ExecutionContext? context)
        : TableBatch<TKey, TKey, TValue>(core, entries, offset, count, mayRepeatKeys, context)
    {
        internal override TKey KeyAt(int index) => Entries[Offset + index].Key;

        protected override int IndexOf(TKey key) => ((PlainCore<TKey, TValue>)Owner).IndexIn(Entries, key);
    }
}
