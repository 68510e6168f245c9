using System.Text;

namespace DataLoader.Batches;

/// <summary>Finds the key that looks most like another one: what a message about a key that nobody knows must name.</summary>
internal sealed class NearestKey<TKey>(IEnumerable<TKey> keys)
    where TKey : notnull
{
    private readonly (TKey Key, string Text)[] _keys = [.. keys.Select(static key => (key, Reduced(key)))];

    public bool IsEmpty => _keys.Length == 0;

    public TKey First => _keys[0].Key;

    public TKey To(TKey key)
    {
        string text = Reduced(key);
        return _keys.MaxBy(candidate => Likeness(candidate.Text, text)).Key;
    }

    // Spellings differ in case, in white space, in punctuation.
    private static string Reduced(TKey key)
    {
        var reduced = new StringBuilder();
        foreach (char character in KeyText.Of(key))
        {
            if (char.IsLetterOrDigit(character))
                reduced.Append(char.ToUpperInvariant(character));
        }

        return reduced.ToString();
    }

    // They differ at the end or at the beginning: digits that were cut off, zeros in front.
    private static int Likeness(string one, string other)
    {
        int most = Math.Min(one.Length, other.Length);
        int start = one.AsSpan().CommonPrefixLength(other);
        int end = 0;
        while (end < most - start && one[^(end + 1)] == other[^(end + 1)])
            end++;
        return (2 * (start + end)) - one.Length - other.Length;
    }
}
