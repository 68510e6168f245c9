using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Naming;

/// <summary>Writes a name so that code can use it.</summary>
internal static class Identifier
{
    /// <summary>A name in code, escaped where the language claims the word for itself.</summary>
    public static string Escape(string name) => IsWord(name) ? "@" + name : name;

    public static void AddEscaped(this InternedText text, string name)
    {
        if (IsWord(name))
            text.Add('@');
        text.Add(name);
    }

    private static bool IsWord(string name)
        => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None;
}
