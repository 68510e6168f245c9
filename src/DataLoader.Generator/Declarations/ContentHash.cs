using System;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Declarations;

/// <summary>Stands for a text in a comparison. 128 bits: two texts of one project do not meet by chance.</summary>
internal readonly record struct ContentHash(ulong First, ulong Second);

/// <summary>Makes a <see cref="ContentHash"/>, piece by piece. The order of the pieces counts, and where one ends and the next begins.</summary>
internal struct ContentHasher
{
    private const int CharsInWord = sizeof(ulong) / sizeof(char);

    [ThreadStatic]
    private static char[]? _buffer;

    private ulong _first;
    private ulong _second;

    public readonly ContentHash Result => new(_first, _second);

    public void Add(ulong word)
    {
        unchecked
        {
            _first = Rotate(_first ^ word, 29) * 0x9E3779B97F4A7C15;
            _second = (Rotate(_second, 41) ^ (word * 0xC2B2AE3D27D4EB4F)) * 0x165667B19E3779F9;
        }
    }

    public void Add(ContentHash part)
    {
        Add(part.First);
        Add(part.Second);
    }

    public void Add(string text)
    {
        foreach (char character in text)
            Add(character);
        Add((ulong)text.Length);
    }

    public void Add(SourceText text, TextSpan span)
    {
        char[] buffer = _buffer ??= new char[1024];
        for (int start = span.Start; start < span.End; start += buffer.Length)
        {
            int count = Math.Min(buffer.Length, span.End - start);
            text.CopyTo(start, buffer, 0, count);
            int at = 0;
            for (; at + CharsInWord <= count; at += CharsInWord)
                Add(buffer[at] | ((ulong)buffer[at + 1] << 16) | ((ulong)buffer[at + 2] << 32) | ((ulong)buffer[at + 3] << 48));
            for (; at < count; at++)
                Add(buffer[at]);
        }

        Add((ulong)span.Length);
    }

    private static ulong Rotate(ulong value, int by) => (value << by) | (value >> (64 - by));
}
