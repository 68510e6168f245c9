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
        for (SyntaxNode? current = load; current is not (null or MemberDeclarationSyntax); current = current.Parent)
        {
            if (current is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or AnonymousFunctionExpressionSyntax)
                return true;

            // loads.MapAsync(users.LoadAsync) may be a loop itself.
            if (current == load && load.ArgumentList.Arguments.Count > 0 && load.ArgumentList.Arguments[load.ArgumentList.Arguments.Count - 1].Expression
                is MemberAccessExpressionSyntax access && LoaderTypes.IsLoadName(access.Name.Identifier.ValueText))
            {
                return true;
            }
        }

        return false;
    }

    private protected override void Analyze(IOperation call, LoadingFunction? function, LoadingFunctions functions, SyntaxNodeAnalysisContext context)
    {
        foreach (LoadSite site in LoadSite.Create(call, function, functions, context.CancellationToken))
        {
            if (!RepeatedLoad.Is(site, functions, context.CancellationToken))
                continue;
            bool isOptional = site.Load is IInvocationOperation load && functions.Types.IsOptionalLoad(load.TargetMethod);
            string cure = site.IsIndirect || isOptional ? "Task.WhenAll" : "LoadManyAsync";
            context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], site.Call.Syntax.GetLocation(), site.Description, cure));
            return;
        }
    }
}
