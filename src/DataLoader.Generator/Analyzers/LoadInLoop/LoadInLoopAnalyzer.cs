using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>BL1001: a load that each round of a loop starts and awaits, although the next round does not need its result.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoadInLoopAnalyzer() : LoadAnalyzer(Rules.LoadInLoop)
{
    /// <summary>In a loop, or in a function that a loop may call.</summary>
    private protected override bool MayBreak(InvocationExpressionSyntax load)
    {
        for (SyntaxNode? current = load.Parent; current is not (null or MemberDeclarationSyntax); current = current.Parent)
        {
            if (current is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax
                or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)
            {
                return true;
            }
        }

        return false;
    }

    private protected override void Analyze(IInvocationOperation load, LoaderTypes types, SyntaxNodeAnalysisContext context)
    {
        foreach (LoadSite site in LoadSite.Of(load, types))
        {
            if (RepeatedLoad.LoopOf(site, context.SemanticModel, types) is null)
                continue;
            string cure = site.Call == load ? "LoadManyAsync" : "Task.WhenAll";
            context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], site.Call.Syntax.GetLocation(), LoaderTypes.Describe(load), cure));
        }
    }
}
