using System.Collections.Immutable;
using DataLoader.Generator.Analyzers.Declaration;
using DataLoader.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Tests.Infrastructure;

/// <summary>For each <c>[BatchLoader]</c> there is a loader, or a message that says why there is none: never neither.</summary>
internal static class Silence
{
    /// <summary>Checks each annotated function of a source.</summary>
    /// <param name="source">What the user wrote.</param>
    /// <param name="output">The same with what was generated.</param>
    public static void AssertNone(Compilation source, Compilation output)
    {
        (SyntaxNode Node, IMethodSymbol Method)[] annotated = [.. source.SyntaxTrees.SelectMany(tree => Annotated(output, tree))];
        if (annotated.Length == 0)
            return;
        ImmutableArray<Diagnostic> said = Analyze(output);
        foreach ((SyntaxNode node, IMethodSymbol method) in annotated)
        {
            bool isSpokenOf = said.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
                && diagnostic.Location.SourceTree == node.SyntaxTree && node.FullSpan.Contains(diagnostic.Location.SourceSpan));
            bool hasLoader = BatchMethodParser.Parse(method, output, CancellationToken.None) is { } signature
                && GeneratedTypes.Find(signature) is { } loader && GeneratedTypes.FailureOf(loader) is null;
            Assert.True(isSpokenOf || hasLoader, $"silence about {node}");
        }
    }

    /// <summary>What is said about declarations.</summary>
    public static ImmutableArray<Diagnostic> Analyze(Compilation output)
    {
        // Here warnings are errors, which the question is not about.
        Compilation plain = output.WithOptions(output.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
        return plain.WithAnalyzers([new BatchMethodAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
    }

    private static IEnumerable<(SyntaxNode Node, IMethodSymbol Method)> Annotated(Compilation output, SyntaxTree tree)
    {
        SemanticModel model = output.GetSemanticModel(tree);
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            ISymbol? symbol = node switch
            {
                BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax => model.GetDeclaredSymbol(node),
                ParenthesizedLambdaExpressionSyntax => model.GetSymbolInfo(node).Symbol,
                _ => null,
            };
            if (symbol is IMethodSymbol method && KnownTypes.FindAttribute(method) is { } attribute && node.Span.Contains(attribute.ApplicationSyntaxReference!.Span))
                yield return (node, method);
        }
    }
}
