using DataLoader.Table;

namespace DataLoader.Tests;

/// <summary>The hash of string keys: equal strings agree, every character counts, and like keys spread.</summary>
public class StringHashTests
{
    [Fact]
    public void Equal_strings_have_equal_hashes_at_every_length()
    {
        for (int length = 0; length < 80; length++)
        {
            string text = new string('x', length);
            Assert.Equal(StringHash.Of(text), StringHash.Of(("!" + text + "!").Substring(1, length)));
        }
    }

    [Fact]
    public void Every_character_and_the_length_count()
    {
        for (int length = 1; length < 80; length++)
        {
            string text = new string('\0', length);
            IEnumerable<string> others = Enumerable.Range(0, length).Select(i => text[..i] + "a" + text[(i + 1)..]).Append(text + "\0").Append(text);

            Assert.Equal(length + 2, others.Select(StringHash.Of).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("customer-{0:000000}")]
    [InlineData("{0}/a-long-path-that-is-the-same-for-all-of-them")]
    public void Keys_that_differ_by_a_number_spread_as_random_ones_do(string format)
    {
        const int Count = 20_000;
        int[] buckets = new int[1024];
        for (int i = 0; i < Count; i++)
            buckets[BucketOf(StringHash.Of(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, i)), buckets.Length)]++;

        // Random hashes give a chi-square of 1,023 with a deviation of 45: ten deviations.
        double expected = (double)Count / buckets.Length;
        Assert.InRange(buckets.Sum(it => (it - expected) * (it - expected) / expected), 1_023 - 450, 1_023 + 450);
    }

    // As the table spreads them: by all bits of the hash. The lowest bits alone are worse than random ones, for one secret in ten.
    private static uint BucketOf(int hash, int length) => (uint)(((ulong)((uint)hash * 0x9E3779B9u) * (uint)length) >> 32);
}
