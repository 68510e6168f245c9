using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers;

/// <summary>
/// A rule about single loads. Invocations are told apart by name, then by what is written around them; only a load that may break the rule has its
/// member bound.
/// </summary>
public abstract class LoadAnalyzer : UsageAnalyzer
{
    private protected LoadAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Start(CompilationStartAnalysisContext start, LoaderTypes types) => start.RegisterSyntaxNodeAction(
        node =>
        {
            var invocation = (InvocationExpressionSyntax)node.Node;
            if (LoaderTypes.HasLoadName(invocation) && MayBreak(invocation)
                && types.LoadOf(invocation, node.SemanticModel, node.CancellationToken) is { } load)
            {
                Analyze(load, types, node);
            }
        },
        SyntaxKind.InvocationExpression);

    /// <summary>Whether the text alone leaves it open that a load breaks the rule.</summary>
    private protected abstract bool MayBreak(InvocationExpressionSyntax load);

    private protected abstract void Analyze(IInvocationOperation load, LoaderTypes types, SyntaxNodeAnalysisContext context);

    /// <summary>The member that an expression belongs to; in a program without a class, all of its statements.</summary>
    private protected static SyntaxNode MemberOf(SyntaxNode expression)
    {
        for (SyntaxNode current = expression; ; current = current.Parent)
        {
            if (current.Parent is null || (current is MemberDeclarationSyntax and not GlobalStatementSyntax))
                return current;
        }
    }
}
