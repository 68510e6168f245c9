using System;

namespace DataLoader.Generator.Naming;

/// <summary>Text that grows. It is used again and again: the buffer is the largest thing that printing allocates.</summary>
internal struct CharBuffer(int capacity)
{
    private char[] _text = new char[capacity];
    private int _length;

    public readonly ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Add(char character)
    {
        Reserve(1);
        _text[_length++] = character;
    }

    public void Add(string text, int start, int count)
    {
        Reserve(count);
        text.CopyTo(start, _text, _length, count);
        _length += count;
    }

    public void AddSpaces(int count)
    {
        Reserve(count);
        _text.AsSpan(_length, count).Fill(' ');
        _length += count;
    }

    public override readonly string ToString() => new(_text, 0, _length);

    private void Reserve(int count)
    {
        if (_length + count > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + count));
    }
}
