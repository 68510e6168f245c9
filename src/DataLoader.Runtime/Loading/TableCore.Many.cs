using System.Runtime.CompilerServices;
using DataLoader.Table;

namespace DataLoader.Loading;

/// <content>The way of many keys: all that are unknown are appended together.</content>
internal abstract partial class TableCore<TKey, TId, TValue>
{
    protected override Task<TValue>[] LoadAll(TKey[] keys, Task<TValue>[] tasks, bool canCancel)
    {
        // All of the user's code first: if it throws, nothing was enqueued (row U10).
        TId[] ids = IdsOf(keys);
        var hashes = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++)
            hashes[i] = Table.HashOf(ids[i]);
        var many = new ManyKeys(keys, ids, hashes, ComparesWithoutUserCode ? null : FirstsOf(ids), tasks, canCancel);

        Task<TValue>[]? awaited = null;
        while (true)
        {
            int versionBefore = Table.Version;
            if (!TryFindKnown(in many, ref awaited))
                return Awaited(tasks, awaited);

            // What others have appended meanwhile is left to the next round: as many rounds as others append keys of this very list.
            int appended = AppendUnknown(in many, versionBefore, out bool isFirst, out int repeated);
            if (appended == 0)
                continue;
            Announce(isFirst);
            Telemetry?.Miss(appended);
            if (repeated > 0)
                Telemetry?.Shared(repeated);
        }
    }

    private static Task<TValue>[] Awaited(Task<TValue>[] tasks, Task<TValue>[]? awaited)
    {
        for (int i = 0; i < awaited?.Length; i++)
            awaited[i] ??= tasks[i];
        return awaited ?? tasks;
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

    private bool TryFindKnown(in ManyKeys many, ref Task<TValue>[]? awaited)
    {
        try
        {
            return FindKnown(in many, ref awaited);
        }
        catch when (many.CanCancel)
        {
            // A comparer of the user's threw half-way: the keys that were joined must not count this caller any more.
            LeaveAll(many.Tasks);
            throw;
        }
    }

    // Fills in the tasks that are there. False when all are. For keys on their way the caller waits with tasks of its own.
    private bool FindKnown(in ManyKeys many, ref Task<TValue>[]? awaited)
    {
        bool unknown = false;
        for (int i = 0; i < many.Ids.Length; i++)
        {
            if (many.Tasks[i] is not null)
                continue;
            Task<TValue>? loaded = Table.Find(many.Ids[i], many.Hashes[i]);
            Task<TValue>? known = loaded ?? Table.FindPrimed(many.Ids[i]);
            if (known is null || !MayTake(many.Ids[i], many.Hashes[i], known, many.CanCancel))
            {
                unknown = true;
                continue;
            }

            many.Tasks[i] = known;
            if (loaded is { IsCompleted: false })
                (awaited ??= new Task<TValue>[many.Tasks.Length])[i] = OwnTaskOf(loaded);
        }

        return unknown;
    }

    // Appends all keys that have no task yet under one gate: they are one batch without any frame. Returns how many.
    private int AppendUnknown(in ManyKeys many, int versionBefore, out bool isFirst, out int repeated)
    {
        isFirst = false;
        repeated = 0;
        int appended = 0;
        Gate.Enter();
        bool[]? later = Table.Version == versionBefore ? null : MayBeKnown(in many);

        // Code of the user's may throw in the next round, and then nothing must have been enqueued (row U9).
        bool startsOver = later is not null && !ComparesWithoutUserCode;
        for (int i = 0; i < many.Tasks.Length && !startsOver; i++)
        {
            if (many.Tasks[i] is not null || later?[i] == true)
                continue;
            if (EarlierIn(in many, i) is { } earlier)
            {
                many.Tasks[i] = earlier;
                JoinAppended(earlier, many.CanCancel);
                Telemetry?.Joined(null);
                repeated++;
                continue;
            }

            AsyncTaskMethodBuilder<TValue> promise = default;
            many.Tasks[i] = promise.Task;
            isFirst |= Append(many.Keys[i], many.Ids[i], many.Hashes[i], promise, many.CanCancel);
            appended++;
        }

        Gate.Exit();
        return appended;
    }

    // Gate held. Which of the keys without a task may have been added since they were looked for; null when none.
    private bool[]? MayBeKnown(in ManyKeys many)
    {
        bool[]? known = null;
        for (int i = 0; i < many.Tasks.Length; i++)
        {
            if (many.Tasks[i] is null && MayBeKnown(many.Ids[i], many.Hashes[i]))
                (known ??= new bool[many.Tasks.Length])[i] = true;
        }

        return known;
    }

    // Gate held.
    private bool MayBeKnown(TId id, int hash)
        => ComparesWithoutUserCode ? (Table.Find(id, hash) ?? Table.FindPrimed(id)) is not null : Table.MayHold(hash);

    // Gate held. The task of the same key earlier in the list, or null.
    private Task<TValue>? EarlierIn(in ManyKeys many, int index)
    {
        if (many.Firsts is null)
            return Table.Find(many.Ids[index], many.Hashes[index]);
        int first = many.Firsts[index];
        return first < index ? many.Tasks[first] : null;
    }

    /// <summary>The keys of one call, and what is known of each. If keys cannot be compared under the gate, Firsts says which are the same.</summary>
    private readonly record struct ManyKeys(TKey[] Keys, TId[] Ids, int[] Hashes, int[]? Firsts, Task<TValue>[] Tasks, bool CanCancel);
}
