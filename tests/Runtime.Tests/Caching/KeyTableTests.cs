using System.Runtime.CompilerServices;
using DataLoader.Table;

namespace DataLoader.Tests;

/// <summary>How far a lookup has to go in the table of a loader.</summary>
public class KeyTableTests
{
    [Fact]
    public void U23_Keys_that_were_chosen_to_fall_into_one_bucket_are_scattered()
    {
        // The inverse of the factor that is no secret, by Newton's method.
        const uint Golden = 0x9E3779B9;
        uint inverse = Golden;
        for (int i = 0; i < 5; i++)
            inverse *= 2 - (Golden * inverse);
        Assert.Equal(1u, inverse * Golden);

        KeyTable<int, int> table = Filled(Enumerable.Range(0, 10_000).Select(i => (int)((uint)i * inverse)));

        Assert.InRange(LongestChain(table), 1, 100);
    }

    [Fact]
    public void U23_Longs_that_all_have_one_hash_elsewhere_are_scattered()
    {
        long[] keys = [.. Enumerable.Range(0, 10_000).Select(static i => ((long)i << 32) | (uint)i)];
        Assert.Single(keys.Select(static it => it.GetHashCode()).Distinct());

        // No sum of the halves helps either: here both of them are multiples of a power of two.
        long[] grid = [.. Enumerable.Range(0, 10_000).Select(static i => ((long)(i % 100) << 57) | ((long)(i / 100) << 25))];

        Assert.InRange(LongestChain(Filled(keys)), 1, 1_000);
        Assert.InRange(LongestChain(Filled(grid)), 1, 1_000);
        Assert.InRange(LongestChain(Filled(keys.Select(static it => (ulong)it))), 1, 1_000);
    }

    [Fact]
    public void U23_Guids_that_all_have_one_hash_elsewhere_are_scattered()
    {
        Guid[] keys = [.. Enumerable.Range(0, 10_000).Select(static i => new Guid(i, 0, 0, [0, 0, 0, 0, .. BitConverter.GetBytes(i)]))];
        Assert.Single(keys.Select(static it => it.GetHashCode()).Distinct());

        Assert.InRange(LongestChain(Filled(keys)), 1, 1_000);
    }

    [Fact]
    public void U23_Neighbouring_longs_are_spread_evenly()
        => Assert.InRange(LongestChain(Filled(Enumerable.Range(1_000_000, 10_000).Select(static it => (long)it))), 1, 4);

    [Fact]
    public void U23_Neighbouring_keys_are_spread_evenly()
        => Assert.InRange(LongestChain(Filled(Enumerable.Range(1_000_000, 10_000))), 1, 4);

    [Fact]
    public void U24_A_key_that_is_cleared_and_asked_for_again_and_again_leaves_no_chain()
    {
        var table = new KeyTable<int, int>(comparer: null);
        for (int i = 0; i < 1_000; i++)
        {
            Append(ref table, 7, 7);
            Assert.True(table.TryHide(table.Entries, table.FindIndex(table.Entries, 7, 7)));
        }

        Assert.Equal(0, LongestChain(table));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void U24_The_others_of_a_chain_are_found_as_before(int hidden)
    {
        const int SameHash = 0;
        var table = new KeyTable<int, int>(comparer: null);
        for (int key = 0; key < 4; key++)
            Append(ref table, key, SameHash);

        int index = table.FindIndex(table.Entries, hidden, SameHash);
        Assert.True(table.TryHide(table.Entries, index));
        Assert.True(table.TryHide(table.Entries, index));

        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Where(key => key == hidden || table.FindIndex(table.Entries, key, SameHash) >= 0));
        Assert.Equal(-1, table.FindIndex(table.Entries, hidden, SameHash));
        Assert.Equal(3, LongestChain(table));
    }

    [Fact]
    public void A_request_of_very_many_keys_now_and_then_makes_the_tables_of_others_no_larger()
    {
        var hint = new CapacityHint();
        int largest = 0;
        for (int i = 0; i < 100; i++)
        {
            hint.Observe(i % 5 == 4 ? 65_536 : 10);
            largest = Math.Max(largest, hint.Next());
        }

        Assert.InRange(largest, 10, 64);
    }

    [Fact]
    public void A_table_is_as_large_as_it_usually_gets()
    {
        var hint = new CapacityHint();
        for (int i = 0; i < 20; i++)
            hint.Observe(10_000 + (i % 3));

        Assert.InRange(hint.Next(), 10_000, 10_002);
    }

    private static KeyTable<TKey, int> Filled<TKey>(IEnumerable<TKey> keys)
        where TKey : notnull
    {
        var table = new KeyTable<TKey, int>(comparer: null);
        foreach (TKey key in keys)
            Append(ref table, key, table.HashOf(key));
        return table;
    }

    private static void Append<TKey>(ref KeyTable<TKey, int> table, TKey key, int hash)
        where TKey : notnull
    {
        if (table.IsFull)
            table.Grow(0);
        table.Append(key, hash, AsyncTaskMethodBuilder<int>.Create());
    }

    private static int LongestChain<TKey>(KeyTable<TKey, int> table)
        where TKey : notnull
    {
        Entry<TKey, int>[] entries = table.Entries;
        int longest = 0;
        for (int i = 0; i < table.PendingCount; i++)
        {
            int length = 0;
            for (int at = Entry<TKey, int>.FirstOf(entries, entries[i].Hash); at >= 0; at = Entry<TKey, int>.After(entries[at].Link))
                length++;
            longest = Math.Max(longest, length);
        }

        return longest;
    }
}
