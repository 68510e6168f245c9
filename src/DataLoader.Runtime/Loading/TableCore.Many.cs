using System.Runtime.CompilerServices;
using DataLoader.Batches;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <content>The way of many keys: all that are unknown are appended together.</content>
internal abstract partial class TableCore<TKey, TId, TValue>
{
    protected override ListLoad<TValue> LoadAll(TKey[] keys, bool canCancel)
    {
        // All of the user's code first: if it throws, nothing was enqueued (row U10).
        TId[] ids = IdsOf(keys);
        var many = new ManyKeys<TKey, TId, TValue>(keys, ids, HashesOf(ids), ComparesWithoutUserCode ? null : FirstsOf(ids), canCancel);

        while (true)
        {
            int versionBefore = Table.Version;
            int unknown = TryFindKnown(many);
            if (unknown == 0)
                return many;

            // What others have appended meanwhile is left to the next round: as many rounds as others append keys of this very list.
            int appended = AppendUnknown(many, unknown, versionBefore, out bool isFirst, out int repeated);
            if (appended == 0)
                continue;
            Announce(isFirst);
            Telemetry?.Miss(appended);
            if (repeated > 0)
                Telemetry?.Shared(repeated);
            if (appended + repeated == unknown)
                return many;
        }
    }

    private TId[] IdsOf(TKey[] keys)
    {
        if (keys is TId[] same && TakesKeysAsTheyAre)
            return same;
        var ids = new TId[keys.Length];
        for (int i = 0; i < keys.Length; i++)
            ids[i] = IdOf(keys[i]);
        return ids;
    }

    // Null for numbers and their like: their hash costs less than an array.
    private int[]? HashesOf(TId[] ids)
    {
        if (typeof(TId).IsValueType && ComparesWithoutUserCode)
            return null;
        var hashes = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++)
            hashes[i] = Table.HashOf(ids[i]);
        return hashes;
    }

    // For each key, where it stands first in the list.
    private int[] FirstsOf(TId[] ids)
    {
        var firsts = new int[ids.Length];
        var places = new Dictionary<TId, int>(ids.Length, Table.Comparer);
        for (int i = 0; i < ids.Length; i++)
        {
            places.TryAdd(ids[i], i);
            firsts[i] = places[ids[i]];
        }

        return firsts;
    }

    private int TryFindKnown(ManyKeys<TKey, TId, TValue> many)
    {
        try
        {
            return FindKnown(many);
        }
        catch when (many.OwnTasks is not null)
        {
            // A comparer of the user's threw half-way: the keys that were joined must not count this caller any more.
            LeaveAll(many.OwnTasks);
            throw;
        }
    }

    // Fills in the tasks that are there. For keys on their way the caller waits with tasks of its own. Returns how many keys are unknown.
    private int FindKnown(ManyKeys<TKey, TId, TValue> many)
    {
        int unknown = 0;
        for (int i = 0; i < many.Ids.Length; i++)
        {
            if (!many.IsOpen(i))
                continue;
            Task<TValue>? loaded = Find(many.Ids[i], HashOf(many, i));
            Task<TValue>? known = loaded ?? Table.FindPrimed(many.Ids[i]);
            if (known is null || !MayTake(many.Ids[i], HashOf(many, i), known, many.CanCancel))
                unknown++;
            else
                many.SetTask(i, known, loaded is { IsCompleted: false } ? OwnTaskOf(loaded) : known);
        }

        return unknown;
    }

    // Appends all keys that have no answer yet under one gate: they are one batch without any frame. Returns how many. Those that are asked for in the
    // first go are bare.
    private int AppendUnknown(ManyKeys<TKey, TId, TValue> many, int unknown, int versionBefore, out bool isFirst, out int repeated)
    {
        isFirst = false;
        repeated = 0;
        int appended = 0;
        Gate.Enter();
        bool[]? later = Table.Version == versionBefore ? null : MayBeKnown(many);

        // Code of the user's may throw in the next round, and then nothing must have been enqueued (row U9).
        if (later is not null && !ComparesWithoutUserCode)
        {
            Gate.Exit();
            return 0;
        }

        if (Table.Room < unknown)
            Table.Grow(Settings.Capacity.Next(), unknown);
        int from = Table.PendingCount;
        bool bare = many.BeginRound(later);
        for (int i = 0; i < many.Ids.Length; i++)
        {
            if (!many.IsOpen(i) || later?[i] == true)
                continue;
            if (bare ? RepeatsBare(many, i, from) : RepeatsTask(many, i))
            {
                Telemetry?.Joined(null);
                repeated++;
            }
            else
            {
                isFirst |= bare ? AppendBare(many, i) : AppendWithTask(many, i);
                appended++;
            }
        }

        if (bare && appended > 0)
        {
            ListPart<TValue> part = new(from, appended, many.CanCancel);
            NoteList(part);
            many.EndBareRound(part);
            _lists.Add(part);
        }

        Gate.Exit();
        return appended;
    }

    // Gate held.
    private bool AppendBare(ManyKeys<TKey, TId, TValue> many, int index)
    {
        many.NoteAppended(index);
        Table.AppendBare(many.Ids[index], HashOf(many, index));
        return NoteAppended(many.Keys[index]);
    }

    // Gate held.
    private bool AppendWithTask(ManyKeys<TKey, TId, TValue> many, int index)
    {
        AsyncTaskMethodBuilder<TValue> promise = default;
        many.SetTask(index, promise.Task, promise.Task);
        return Append(many.Keys[index], many.Ids[index], HashOf(many, index), promise, many.CanCancel);
    }

    // Gate held. Which of the keys without an answer may have been added since they were looked for; null when none.
    private bool[]? MayBeKnown(ManyKeys<TKey, TId, TValue> many)
    {
        bool[]? known = null;
        for (int i = 0; i < many.Ids.Length; i++)
        {
            if (many.IsOpen(i) && MayBeKnown(many.Ids[i], HashOf(many, i)))
                (known ??= new bool[many.Ids.Length])[i] = true;
        }

        return known;
    }

    // Gate held.
    private bool MayBeKnown(TId id, int hash) => ComparesWithoutUserCode ? Table.Holds(id, hash) : Table.MayHold(hash);

    // Gate held. Whether the same key stands earlier in the list: then it has the answer of that one.
    private bool RepeatsBare(ManyKeys<TKey, TId, TValue> many, int index, int from)
    {
        int earlier = EarlierThan(many, index);
        if (earlier < 0)
            return false;
        many.SetEarlier(index, many.Firsts is null ? many.IndexOfAppended(earlier - Table.SentCount - from, index) : earlier);
        return true;
    }

    // Gate held.
    private bool RepeatsTask(ManyKeys<TKey, TId, TValue> many, int index)
    {
        int earlier = EarlierThan(many, index);
        if (earlier < 0)
            return false;
        Task<TValue> task = many.Firsts is null ? Table.Entries[earlier].Promise.Task : many.AppendedTaskAt(earlier);
        many.SetTask(index, task, task);
        JoinAppended(task, many.CanCancel);
        return true;
    }

    private static int HashOf(ManyKeys<TKey, TId, TValue> many, int index)
        => many.Hashes is { } hashes ? hashes[index] : KeyTable<TId, TValue>.DefaultHashOf(many.Ids[index]);

    // Gate held. Where the same key was appended in this round, or -1: in the list when keys cannot be compared here, else in the table.
    private int EarlierThan(ManyKeys<TKey, TId, TValue> many, int index)
    {
        if (many.Firsts is not { } firsts)
            return Table.FindIndex(Table.Entries, many.Ids[index], HashOf(many, index));
        return firsts[index] < index ? firsts[index] : -1;
    }
}
