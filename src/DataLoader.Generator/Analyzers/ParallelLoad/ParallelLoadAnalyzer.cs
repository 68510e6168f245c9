using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Analyzers.LoadInLoop;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.ParallelLoad;

/// <summary>BL1007: a load in the body of <c>Parallel.ForEachAsync</c>, which starts a few rounds at a time and so splits a batch.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParallelLoadAnalyzer() : LoadAnalyzer(Rules.ParallelLoad)
{
    /// <summary>In an argument of a call of that name.</summary>
    private protected override bool MayBreak(InvocationExpressionSyntax load)
    {
        for (SyntaxNode? current = load; current is not (null or MemberDeclarationSyntax); current = current.Parent)
        {
            if (current is InvocationExpressionSyntax call && LoaderTypes.InvokedName(call) is "ForEachAsync" or "ForAsync")
                return true;
        }

        return false;
    }

    private protected override void Analyze(IOperation call, LoadingFunction? function, LoadingFunctions functions, SyntaxNodeAnalysisContext context)
    {
        foreach (LoadSite site in LoadSite.Create(call, function, functions, context.CancellationToken))
        {
            if (site.Repetition == Repetition.Parallel && RepeatedLoad.IsOperator(site, functions, context.CancellationToken))
                context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], site.Call.Syntax.GetLocation(), site.Description));
        }
    }
}
