using System;
using System.Text.RegularExpressions;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataLoader.Generator.Parsing;

/// <summary>Carries the user's own words over to the loader.</summary>
internal static class Summary
{
    private const string Start = "<summary>";
    private const string End = "</summary>";

    private static readonly Regex ParameterReference = new(
        "<(?:type)?paramref name ?= ?(?:\"([^\"]*)\"|'([^']*)') ?(?:/>|>.*?</(?:type)?paramref ?>)", RegexOptions.CultureInvariant);

    /// <summary>The content of the method's summary, if it has one.</summary>
    public static string? Read(IMethodSymbol method, SyntaxNode declaration, CancellationToken cancellationToken)
    {
        if (!HasComment(declaration))
            return null;

        // The compiler has checked that this is XML, and has turned each cref into an id that is valid in every file.
        string xml = method.GetDocumentationCommentXml(cancellationToken: cancellationToken) ?? "";
        int start = xml.IndexOf(Start, StringComparison.Ordinal);
        int end = xml.IndexOf(End, StringComparison.Ordinal);
        if (start < 0 || end < start)
            return null;
        start += Start.Length;
        string text = Words(xml.Substring(start, end - start));

        // The loader has no such parameter, so a reference to it would be a warning.
        text = ParameterReference.Replace(text, "<c>$1$2</c>");
        return text.Length == 0 || text.Contains("<inheritdoc") || text.Contains("<include") ? null : text;
    }

    private static bool HasComment(SyntaxNode declaration)
    {
        if (!declaration.HasStructuredTrivia)
            return false;
        foreach (SyntaxTrivia trivia in declaration.GetLeadingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia))
                return true;
        }

        return false;
    }

    /// <summary>One line, single spaces: whatever the text holds, it cannot leave the comment it is put into.</summary>
    private static string Words(string text) => string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
