using System;

namespace DataLoader.Generator.Naming;

/// <summary>
/// Puts a name together and gives out one string for equal names: what was written on the keystroke before is not written again. It keeps
/// a bounded number of strings and nothing else.
/// </summary>
internal sealed class InternedText
{
    private const int MaxKept = 1 << 14;

    // A race costs a second string, nothing more.
    private static readonly string?[] Known = new string?[MaxKept];

    [ThreadStatic]
    private static InternedText? _ofThisThread;

    private CharBuffer _text = new(256);

    /// <summary>An empty text; the one that was started before on this thread has to be at its end.</summary>
    public static InternedText Start()
    {
        InternedText text = _ofThisThread ??= new();
        text._text.Clear();
        return text;
    }

    public InternedText Add(char character)
    {
        _text.Add(character);
        return this;
    }

    public InternedText Add(string text) => Add(text, 0, text.Length);

    public InternedText Add(string text, int start, int count)
    {
        _text.Add(text, start, count);
        return this;
    }

    public string End()
    {
        uint hash = StableHash.Compute(_text.Text);
        int slot = (int)((hash ^ (hash >> 15)) & (MaxKept - 1));
        if (Known[slot] is { } known && _text.Text.SequenceEqual(known.AsSpan()))
            return known;
        return Known[slot] = _text.ToString();
    }
}
