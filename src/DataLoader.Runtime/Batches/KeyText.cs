using System.Buffers;
using System.Globalization;
using System.Text;

namespace DataLoader.Batches;

/// <summary>Keys as the messages of exceptions show them. They come from users and go to logs: bounded, and on one line.</summary>
internal static class KeyText
{
    private const int MaxLength = 100;

    public static string Of<TKey>(TKey key)
    {
        // The callers wait for this error: a key whose ToString throws must not keep it from them.
        try
        {
            return Printable(Whole(key));
        }
        catch (Exception error)
        {
            return $"({key?.GetType().Name}.ToString threw {error.GetType().Name})";
        }
    }

    // Exact where the default would leave something out: keys that look alike may be the very reason for the message.
    private static string Whole<TKey>(TKey key) => key switch
    {
        null => "null",
        byte[] bytes => "0x" + Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, MaxLength))),
        DateTime or DateTimeOffset or TimeOnly => ((IFormattable)key).ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => key.ToString() ?? "",
    };

    private static string Printable(string text)
    {
        var printable = new StringBuilder();
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            bool isRune = Rune.DecodeFromUtf16(rest, out Rune rune, out int length) == OperationStatus.Done;
            if (text.Length - rest.Length + length > MaxLength)
                return printable.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)").ToString();

            if (isRune && !IsInvisible(Rune.GetUnicodeCategory(rune)))
                printable.Append(rest[..length]);
            else
                Escape(printable, rest[..length]);
            rest = rest[length..];
        }

        return printable.ToString();
    }

    // Line breaks, escape codes of terminals, marks that turn the direction of what follows.
    private static bool IsInvisible(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Escape(StringBuilder printable, ReadOnlySpan<char> characters)
    {
        foreach (char character in characters)
        {
            _ = character switch
            {
                '\n' => printable.Append(@"\n"),
                '\r' => printable.Append(@"\r"),
                '\t' => printable.Append(@"\t"),
                _ => printable.Append(CultureInfo.InvariantCulture, $@"\u{(int)character:X4}"),
            };
        }
    }
}
