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

    private protected override void Analyze(IOperation call, LoadingFunction? function, LoadingFunctions functions, SyntaxNodeAnalysisContext context)
    {
        var loads = new PlainLoads(functions, context.CancellationToken);
        if (call is not IInvocationOperation load || function is { IsPlain: false } || new SequentialLoads(loads).Before(load) is not { } earlier)
            return;

        // The loop is the bigger mistake, and its cure starts these loads together too.
        foreach (LoadSite site in LoadSite.Create(call, function, functions, context.CancellationToken))
        {
            if (RepeatedLoad.Is(site, functions, context.CancellationToken))
                return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            SupportedDiagnostics[0], load.Syntax.GetLocation(), LoaderTypes.Describe(function?.Load ?? load), LoaderTypes.Describe(loads.FunctionOf(earlier)?.Load ?? earlier)));
    }
}
