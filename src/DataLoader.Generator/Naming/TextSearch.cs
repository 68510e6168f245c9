using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Naming;

/// <summary>Looks for words in the text of a file, in pieces: what has none of them need not be walked.</summary>
internal static class TextSearch
{
    private const int Piece = 4096;

    /// <summary>Whether a text has one of some words.</summary>
    public static bool Contains(SourceText text, params string[] words) => Contains(text, new TextSpan(0, text.Length), words);

    /// <summary>Whether a part of a text has one of some words.</summary>
    public static bool Contains(SourceText text, TextSpan part, IReadOnlyCollection<string> words)
    {
        // Pieces overlap, so that a word is whole in one of them.
        var buffer = new char[Math.Min(part.Length, Piece + words.Max(word => word.Length))];
        for (int start = part.Start; start < part.End; start += Piece)
        {
            int length = Math.Min(buffer.Length, part.End - start);
            text.CopyTo(start, buffer, 0, length);
            foreach (string word in words)
            {
                if (buffer.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                    return true;
            }
        }

        return false;
    }
}
