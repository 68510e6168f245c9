using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers;

/// <summary>
/// A rule about single loads, and calls of functions that load. Invocations are told apart by name, then by what is written around them; only one that may
/// break the rule has its member bound.
/// </summary>
public abstract class LoadAnalyzer : UsageAnalyzer
{
    private protected LoadAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Start(CompilationStartAnalysisContext start, LoaderTypes types)
    {
        var functions = new LoadingFunctions(start.Compilation, types);
        start.RegisterSyntaxNodeAction(node => Analyze(node, functions), SyntaxKind.InvocationExpression);
    }

    /// <summary>Whether the text alone leaves it open that a load breaks the rule.</summary>
    private protected abstract bool MayBreak(InvocationExpressionSyntax load);

    /// <summary>Looks at a load, a method group of one, or the call of a function that loads, which then is the second argument.</summary>
    private protected abstract void Analyze(IOperation call, LoadingFunction? function, LoadingFunctions functions, SyntaxNodeAnalysisContext context);

    /// <summary>The member that an expression belongs to; in a program without a class, all of its statements.</summary>
    private protected static SyntaxNode MemberOf(SyntaxNode expression)
    {
        for (SyntaxNode current = expression; ; current = current.Parent)
        {
            if (current.Parent is null || (current is MemberDeclarationSyntax and not GlobalStatementSyntax))
                return current;
        }
    }

    private void Analyze(SyntaxNodeAnalysisContext context, LoadingFunctions functions)
    {
        var invocation = (InvocationExpressionSyntax)context.Node;
        string? name = LoaderTypes.InvokedName(invocation);
        bool isLoad = LoaderTypes.IsLoadName(name);
        bool isGivenLoad = IsGivenLoad(invocation);
        if ((!isLoad && !isGivenLoad && !functions.MayLoad(name, context.CancellationToken))
            || !IsSeen(context, invocation)
            || !MayBreak(invocation)
            || context.SemanticModel.GetOperation(invocation, context.CancellationToken) is not IInvocationOperation call)
        {
            return;
        }

        if (isGivenLoad)
        {
            foreach (IArgumentOperation argument in call.Arguments)
            {
                if (Operations.Unwrap(argument.Value) is IDelegateCreationOperation { Target: IMethodReferenceOperation group } && functions.Types.IsLoad(group))
                    Analyze(group, null, functions, context);
            }
        }

        if (isLoad && functions.Types.IsLoad(call.TargetMethod))
            Analyze(call, null, functions, context);
        else if (functions.CalledBy(call, context.CancellationToken) is { } function)
            Analyze(call, function, functions, context);
    }

    /// <summary>Whether an argument looks like a load without its call: <c>ids.Select(users.LoadAsync)</c>.</summary>
    private static bool IsGivenLoad(InvocationExpressionSyntax invocation)
    {
        foreach (ArgumentSyntax argument in invocation.ArgumentList.Arguments)
        {
            if (argument.Expression is MemberAccessExpressionSyntax access && LoaderTypes.IsLoadName(access.Name.Identifier.ValueText))
                return true;
        }

        return false;
    }
}
