using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Analyzers.LoadInLoop;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SequentialLoads;

/// <summary>BL1004: a load that waits for another one whose result it does not need.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SequentialLoadsAnalyzer() : LoadAnalyzer(Rules.SequentialLoads)
{
    /// <summary>Something is awaited before it.</summary>
    private protected override bool MayBreak(InvocationExpressionSyntax load)
    {
        foreach (SyntaxNode node in MemberOf(load).DescendantNodes())
        {
            if (node.SpanStart >= load.SpanStart)
                return false;
            if (node is AwaitExpressionSyntax && node.Span.End <= load.SpanStart)
                return true;
        }

        return false;
    }

    private protected override void Analyze(IInvocationOperation load, LoaderTypes types, SyntaxNodeAnalysisContext context)
    {
        if (SequentialLoads.Before(load, types) is not { } earlier)
            return;

        // The loop is the bigger mistake, and its cure starts these loads together too.
        if (RepeatedLoad.LoopOf(new(load, load), context.SemanticModel, types) is not null)
            return;
        context.ReportDiagnostic(Diagnostic.Create(
            SupportedDiagnostics[0], load.Syntax.GetLocation(), LoaderTypes.Describe(load), LoaderTypes.Describe(earlier)));
    }
}
