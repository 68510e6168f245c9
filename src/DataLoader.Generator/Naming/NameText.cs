using System;

namespace DataLoader.Generator.Naming;

/// <summary>
/// Puts a name together and gives out one string for equal names: what was written on the keystroke before is not written again. It keeps
/// a bounded number of strings and nothing else.
/// </summary>
internal sealed class NameText
{
    private const int Kept = 1 << 14;

    // A race costs a second string, nothing more.
    private static readonly string?[] Known = new string?[Kept];

    [ThreadStatic]
    private static NameText? _ofThisThread;

    private char[] _text = new char[256];
    private int _length;

    /// <summary>An empty text; the one that was started before on this thread has to be at its end.</summary>
    public static NameText Start()
    {
        NameText text = _ofThisThread ??= new();
        text._length = 0;
        return text;
    }

    public NameText Add(char character)
    {
        Reserve(1);
        _text[_length++] = character;
        return this;
    }

    public NameText Add(string text) => Add(text, 0, text.Length);

    public NameText Add(string text, int start, int count)
    {
        Reserve(count);
        text.CopyTo(start, _text, _length, count);
        _length += count;
        return this;
    }

    public string End()
    {
        uint hash = 2166136261;
        for (int i = 0; i < _length; i++)
            hash = unchecked((hash ^ _text[i]) * 16777619);
        int slot = (int)((hash ^ (hash >> 15)) & (Kept - 1));
        if (Known[slot] is { } known && Is(known))
            return known;
        string text = new(_text, 0, _length);
        Known[slot] = text;
        return text;
    }

    private bool Is(string known)
    {
        if (known.Length != _length)
            return false;
        for (int i = 0; i < known.Length; i++)
        {
            if (known[i] != _text[i])
                return false;
        }

        return true;
    }

    private void Reserve(int count)
    {
        if (_length + count > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + count));
    }
}
