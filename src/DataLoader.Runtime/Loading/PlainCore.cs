using System.Runtime.CompilerServices;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>The plain loader: a key is its own identity. This is the hot path.</summary>
internal sealed class PlainCore<TKey, TValue>(
    BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TKey>? comparer)
    : TableCore<TKey, TKey, TValue>(owner, settings, scope, comparer)
    where TKey : notnull
{
    public override IEqualityComparer<TKey>? Identity => Table.Comparer;

    protected override bool TakesKeysAsTheyAre => true;

    public override TKey IdOf(TKey key) => key;

    public override Task<TValue> Load(TKey key, bool mayLeave)
    {
        if (!Table.HasPlainHits)
            return LoadCompared(key, mayLeave);

        // A search of its own, with the ends of all its ways in tail position: a hit then needs no frame on the stack.
        int hash = KeyTable<TKey, TValue>.DefaultHashOf(key);
        int seen = Table.Version;
        Entry<TKey, TValue>[] entries = Table.Entries;
        int settled = Table.Settled;
        for (int at = KeyTable<TKey, TValue>.Head(entries, hash); (uint)at < (uint)entries.Length;)
        {
            ref Entry<TKey, TValue> entry = ref entries[at];
            int link = entry.Link;
            if (KeyTable<TKey, TValue>.Matches(in entry, key, hash) && link > 0)
            {
                return at < settled ? entry.Promise.Task : LoadUnsettled(key, hash, mayLeave);
            }

            at = KeyTable<TKey, TValue>.Next(link);
        }

        return LoadUnknown(key, hash, mayLeave, seen);
    }

    protected override Batch<TKey, TValue> MakeBatch(int from, int count, ExecutionContext? context)
        => new PlainBatch<TKey, TValue>(this, Table.Entries, Table.SentCount + from, count, Table.HiddenWhilePending, context);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadCompared(TKey key, bool mayLeave) => LoadUnsettled(key, Table.HashOf(key), mayLeave);

    // What most misses are: one more key behind others that wait. All else is FindOrAppend's; telemetry too, for which no hit is plain.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadUnknown(TKey key, int hash, bool mayLeave, int seen)
    {
        if (!mayLeave && Table.CanQueue && SimpleDispatcher is { } dispatcher)
        {
            Gate.Enter();
            if (Table.CanQueue && (Table.Version == seen || (ComparesWithoutUserCode && Table.Find(key, hash) is null)))
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

        return FindOrAppend(key, key, hash, mayLeave, seen, null);
    }

    // Searches again, in memory that is near now; a hit keeps nothing for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadUnsettled(TKey key, int hash, bool mayLeave)
    {
        int seen = Table.Version;
        return FindOrAppend(key, key, hash, mayLeave, seen, Table.Find(key, hash));
    }
}
