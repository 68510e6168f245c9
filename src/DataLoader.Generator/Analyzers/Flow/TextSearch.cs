using System;
using Microsoft.CodeAnalysis.Text;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>Looks for words in the text of a file, in pieces: a file that has none of them need not be walked.</summary>
internal static class TextSearch
{
    private const int Piece = 4096;
    private const int LongestWord = 32;

    /// <summary>Whether a text has one of some words, which have no more than 32 characters.</summary>
    public static bool Contains(SourceText text, params string[] words)
    {
        var buffer = new char[Math.Min(text.Length, Piece + LongestWord)];
        for (int start = 0; start < text.Length; start += Piece)
        {
            int length = Math.Min(buffer.Length, text.Length - start);
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
