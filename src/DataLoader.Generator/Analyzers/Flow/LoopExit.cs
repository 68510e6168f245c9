using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>Finds the awaits after which a loop always ends: <c>if (match) return await …</c> runs once at the most.</summary>
internal static class LoopExit
{
    /// <summary>Whether control never comes back into a loop once it has passed an operation.</summary>
    public static bool Follows(IOperation operation, ILoopOperation loop)
    {
        if (loop.SemanticModel is not { } model)
            return false;
        SyntaxNode? statement = operation.Syntax.FirstAncestorOrSelf<StatementSyntax>();
        while (statement is not null && statement != loop.Syntax)
        {
            StatementSyntax? next = Rest(statement) is ({ } first, { } last) ? Leaves(first, last, loop, model, out bool leaves) : Up(statement, out leaves);
            if (leaves)
                return true;
            statement = next;
        }

        return false;
    }

    /// <summary>Whether a run of statements leaves the loop; if not, the statement after which to look on, or null when a next round may come.</summary>
    private static StatementSyntax? Leaves(StatementSyntax first, StatementSyntax last, ILoopOperation loop, SemanticModel model, out bool leaves)
    {
        leaves = false;
        if (model.AnalyzeControlFlow(first, last) is not { Succeeded: true } flow)
            return null;
        StatementSyntax? outer = flow.EndPointIsReachable ? Up(first, out _) : null;
        foreach (SyntaxNode exit in flow.ExitPoints)
        {
            switch (exit)
            {
                case ReturnStatementSyntax or YieldStatementSyntax:
                    break;
                case BreakStatementSyntax when BreakTarget(exit) is { } target:
                    if (!target.Contains(loop.Syntax))
                        outer ??= target;
                    break;
                default:
                    return null;
            }
        }

        leaves = outer is null;
        return outer == loop.Syntax ? null : outer;
    }

    private static (StatementSyntax First, StatementSyntax Last)? Rest(SyntaxNode statement) => (statement, statement.Parent) switch
    {
        (StatementSyntax first, BlockSyntax block) => (first, block.Statements[block.Statements.Count - 1]),
        (StatementSyntax first, SwitchSectionSyntax section) => (first, section.Statements[section.Statements.Count - 1]),
        (StatementSyntax first, IfStatementSyntax or ElseClauseSyntax or UsingStatementSyntax or LockStatementSyntax or CommonForEachStatementSyntax
            or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax) => (first, first),
        _ => null,
    };

    private static StatementSyntax? Up(SyntaxNode statement, out bool leaves)
    {
        leaves = false;
        return statement.Parent?.FirstAncestorOrSelf<StatementSyntax>();
    }

    /// <summary>The loop or switch that a break ends.</summary>
    private static StatementSyntax? BreakTarget(SyntaxNode exit)
    {
        for (SyntaxNode? current = exit.Parent; current is not null; current = current.Parent)
        {
            if (current is SwitchStatementSyntax or CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
                return (StatementSyntax)current;
        }

        return null;
    }
}
