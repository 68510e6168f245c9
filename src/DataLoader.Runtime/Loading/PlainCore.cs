using System.Runtime.CompilerServices;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <summary>The plain loader: a key is its own identity. This is the hot path.</summary>
internal sealed class PlainCore<TKey, TValue> : TableCore<TKey, TKey, TValue>
    where TKey : notnull
{
    // No comparer to call and nobody to tell.
    private readonly bool _isSimple;

    public PlainCore(BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TKey>? comparer)
        : base(owner, settings, scope, comparer, keepsOriginals: false)
        => _isSimple = comparer is null && Telemetry is null;

    public override IEqualityComparer<TKey>? Identity => Table.Comparer;

    protected override bool TakesKeysAsTheyAre => true;

    public override TKey IdOf(TKey key) => key;

    public override Task<TValue> Load(TKey key, bool mayLeave)
    {
        if (!_isSimple)
            return LoadCompared(key, mayLeave);

        // A search of its own, with the ends of all its ways in tail position: a hit then needs no frame on the stack.
        int hash = KeyTable<TKey, TValue>.DefaultHashOf(key);
        Entry<TKey, TValue>[] entries = Table.Entries;
        int settled = Table.Settled;
        for (int at = KeyTable<TKey, TValue>.Head(entries, hash); (uint)at < (uint)entries.Length;)
        {
            ref Entry<TKey, TValue> entry = ref entries[at];
            int link = entry.Link;
            if (KeyTable<TKey, TValue>.Matches(in entry, key, hash) && link > 0)
            {
                if (at >= settled)
                    break;
                return entry.Promise.Task;
            }

            at = KeyTable<TKey, TValue>.Next(link);
        }

        return LoadUnsettled(key, hash, mayLeave);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadCompared(TKey key, bool mayLeave) => LoadUnsettled(key, Table.HashOf(key), mayLeave);

    // A miss searches again, in memory that is near now; a hit keeps nothing for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadUnsettled(TKey key, int hash, bool mayLeave)
    {
        int seen = Table.Version;
        return FindOrAppend(key, key, hash, mayLeave, seen, Table.Find(key, hash));
    }
}
