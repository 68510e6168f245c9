using DataLoader.Table;
using DataLoader.Threading;

namespace DataLoader.Families;

/// <summary>
/// The loaders of a family by their arguments. A search takes no lock, none is ever removed, and arguments are compared and hashed with no lock held,
/// since that is the user's code.
/// </summary>
internal struct FamilyMembers<TKey, TArgument, TValue>
    where TKey : notnull
{
    private const int FirstSize = 4;

    // The first loader of each bucket; null before the first argument.
    [ReadOutsideGate]
    private volatile FamilyMember<TKey, TArgument, TValue>?[]? _buckets;

    private SpinGate _gate;
    private int _count;

    public static int HashOf(TArgument argument) => argument is null ? 0 : EqualityComparer<TArgument>.Default.GetHashCode(argument);

    /// <summary>The loader of an argument. While another thread adds one it may be overlooked, which <see cref="GetOrAdd"/> finds out.</summary>
    public FamilyMember<TKey, TArgument, TValue>? Find(TArgument argument, int hash)
        => _buckets is { } buckets ? FindFrom(buckets[BucketOf(hash, buckets.Length)], argument, hash) : null;

    /// <summary>Adds a loader, unless there is one of an equal argument.</summary>
    /// <returns>The one that is there now.</returns>
    public FamilyMember<TKey, TArgument, TValue> GetOrAdd(FamilyMember<TKey, TArgument, TValue> mine)
    {
        while (true)
        {
            FamilyMember<TKey, TArgument, TValue>?[]? buckets = _buckets;
            FamilyMember<TKey, TArgument, TValue>? first = buckets is null ? null : Volatile.Read(ref buckets[BucketOf(mine.Hash, buckets.Length)]);
            if (FindFrom(first, mine.Argument, mine.Hash) is { } known)
                return known;

            // Loaders come to the front of their bucket, or all of them to other buckets: if neither has happened since, that search has seen all.
            _gate.Enter();
            bool hasSeenAll = ReferenceEquals(_buckets, buckets)
                && (buckets is null || ReferenceEquals(buckets[BucketOf(mine.Hash, buckets.Length)], first));
            if (hasSeenAll)
                Add(mine);
            _gate.Exit();
            if (hasSeenAll)
                return mine;
        }
    }

    /// <summary>All loaders that there are now.</summary>
    public BatchLoader<TKey, TValue>[] ToArray()
    {
        _gate.Enter();
        var all = new BatchLoader<TKey, TValue>[_count];
        int count = 0;
        foreach (FamilyMember<TKey, TArgument, TValue>? first in _buckets ?? [])
        {
            for (FamilyMember<TKey, TArgument, TValue>? member = first; member is not null; member = member.Next)
                all[count++] = member;
        }

        _gate.Exit();
        return all;
    }

    private static FamilyMember<TKey, TArgument, TValue>? FindFrom(FamilyMember<TKey, TArgument, TValue>? first, TArgument argument, int hash)
    {
        for (FamilyMember<TKey, TArgument, TValue>? member = first; member is not null; member = member.Next)
        {
            if (member.Hash == hash && EqualityComparer<TArgument>.Default.Equals(member.Argument, argument))
                return member;
        }

        return null;
    }

    private static int BucketOf(int hash, int bucketCount) => (int)(((uint)hash * HashFactor.Value) >> 32) & (bucketCount - 1);

    // Gate held.
    private void Add(FamilyMember<TKey, TArgument, TValue> member)
    {
        if (_buckets is null || _count == _buckets.Length)
            Grow();
        _count++;
        Link(member, _buckets!); // Grow has made them.
    }

    // Gate held. Those who search the old buckets meanwhile may come into other ones, which end too.
    private void Grow()
    {
        FamilyMember<TKey, TArgument, TValue>?[] old = _buckets ?? [];
        var buckets = new FamilyMember<TKey, TArgument, TValue>?[Math.Max(FirstSize, old.Length * 2)];
        foreach (FamilyMember<TKey, TArgument, TValue>? first in old)
        {
            for (FamilyMember<TKey, TArgument, TValue>? member = first; member is not null;)
            {
                FamilyMember<TKey, TArgument, TValue>? next = member.Next;
                Link(member, buckets);
                member = next;
            }
        }

        _buckets = buckets;
    }

    private static void Link(FamilyMember<TKey, TArgument, TValue> member, FamilyMember<TKey, TArgument, TValue>?[] buckets)
    {
        ref FamilyMember<TKey, TArgument, TValue>? first = ref buckets[BucketOf(member.Hash, buckets.Length)];
        member.Next = first;
        Volatile.Write(ref first, member);
    }
}
