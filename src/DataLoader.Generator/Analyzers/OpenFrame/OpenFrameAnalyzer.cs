using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataLoader.Generator.Analyzers.OpenFrame;

/// <summary>BL1008: a root frame, or a hold, that nothing closes, or that stays open when the code in it throws.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OpenFrameAnalyzer() : UsageAnalyzer(Rules.OpenFrame)
{
    private const string Open = "OpenFrame";

    private protected override void Start(CompilationStartAnalysisContext start, LoaderTypes types)
        => start.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression);

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        string? name = LoaderTypes.InvokedName(call);
        if (name is not (Open or "HoldBatches" or "HoldFrames") || !IsLeftOpen(call, name == Open) || !IsSeen(context, call))
            return;
        if (context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol?.ContainingType
            is { Name: "LoaderScope", ContainingNamespace: { Name: "DataLoader", ContainingNamespace.IsGlobalNamespace: true } })
            context.ReportDiagnostic(Diagnostic.Create(Rules.OpenFrame, call.GetLocation(), "LoaderScope." + name));
    }

    /// <summary>A hold may be closed by whoever is given it; a frame cannot leave its function, but to its caller.</summary>
    private static bool IsLeftOpen(InvocationExpressionSyntax call, bool isFrame)
    {
        SyntaxNode whole = call;
        while (whole.Parent is ParenthesizedExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax)
            whole = whole.Parent;
        return whole.Parent switch
        {
            ExpressionStatementSyntax => true,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } => true,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax local } variable }
                => isFrame && local.UsingKeyword.IsKind(SyntaxKind.None) && !IsClosed(variable.Identifier.ValueText, local),
            _ => false,
        };
    }

    /// <summary>Whether a frame is closed whatever happens, or given to somebody.</summary>
    private static bool IsClosed(string name, LocalDeclarationStatementSyntax local)
    {
        // A statement always stands in something.
        foreach (SyntaxNode node in (local.Parent is GlobalStatementSyntax { Parent: { } file } ? file : local.Parent)!.DescendantNodes())
        {
            if (node is IdentifierNameSyntax use && use.Identifier.ValueText == name
                && (use.Parent is not MemberAccessExpressionSyntax access || access.Expression != use || use.FirstAncestorOrSelf<FinallyClauseSyntax>() is not null))
                return true;
        }

        return false;
    }
}
