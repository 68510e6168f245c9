using System.Runtime.CompilerServices;
using DataLoader.Table;
using DataLoader.Telemetry;

namespace DataLoader.Loading;

/// <summary>The plain loader: a key is its own identity. This is the hot path.</summary>
internal sealed class PlainCore<TKey, TValue>(
    BatchLoader<TKey, TValue> owner, LoaderSettings settings, LoaderScope? scope, IEqualityComparer<TKey>? comparer)
    : TableCore<TKey, TKey, TValue>(owner, settings, scope, comparer, keepsOriginals: false)
    where TKey : notnull
{
    // No comparer to call and nobody to tell.
    private readonly bool _isSimple = comparer is null && LoaderTelemetry.Of(settings.Name) is null;

    public override IEqualityComparer<TKey>? Identity => Table.Comparer;

    protected override bool TakesKeysAsTheyAre => true;

    public override TKey IdOf(TKey key) => key;

    public override Task<TValue> Load(TKey key, bool mayLeave)
    {
        int hash = 0;
        if (_isSimple)
        {
            hash = KeyTable<TKey, TValue>.DefaultHashOf(key);
            Entry<TKey, TValue>[] entries = Table.Entries;
            int settled = Table.Settled;
            int index = KeyTable<TKey, TValue>.FindDefault(entries, key, hash);

            // No key, -1, is a large number when it is read without a sign.
            if ((uint)index < (uint)settled)
                return entries[index].Promise.Task;
        }

        return LoadUnsettled(key, hash, mayLeave);
    }

    // A miss searches again, in memory that is near now; a hit keeps nothing for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<TValue> LoadUnsettled(TKey key, int hash, bool mayLeave)
    {
        if (!_isSimple)
            hash = Table.HashOf(key);
        int seen = Table.Version;
        return FindOrAppend(key, key, hash, mayLeave, seen, Table.Find(key, hash));
    }
}
