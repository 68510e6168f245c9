using System.Collections.Generic;
using System.Threading;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>Recognises keys that were loaded or primed before the loop that loads them again: those loads are answered from memory.</summary>
internal static class EarlierLoad
{
    /// <summary>Whether the keys of a loop, or of a call that does the work of one, are known already.</summary>
    public static bool Covers(LoadSite site, IOperation loop, LoadingFunctions functions, CancellationToken cancellationToken)
    {
        if (SourceOf(loop) is not { } source || site.LoaderRoot is not { } loader)
            return false;
        HashSet<ISymbol> sources = VariablesOf(source);
        string? wanted = KeyPath.OfRound(site, loop);
        bool isCovered = false;
        foreach (IOperation operation in Operations.MemberRoot(loop).Descendants())
        {
            if (operation is not IInvocationOperation call || !SymbolEqualityComparer.Default.Equals(functions.LoaderRootOf(call, cancellationToken), loader))
                continue;
            bool isBefore = call.Syntax.SpanStart < loop.Syntax.SpanStart;
            if (call.TargetMethod.Name is "ClearAll" or "Clear")
                isCovered &= !isBefore && !Operations.IsWithin(call, loop);
            else if (isBefore && Fills(call, functions, cancellationToken) && AroundOf(call, sources) && !EndsBefore(call, loop))
                isCovered |= wanted is null || KeyPath.OfFilling(call) is not { } path || path == wanted;
        }

        return isCovered;
    }

    /// <summary>What a loop runs over.</summary>
    private static IOperation? SourceOf(IOperation loop) => loop switch
    {
        IForEachLoopOperation each => each.Collection,
        IInvocationOperation call => call.Arguments.Length > 0 ? Operations.ReceiverOf(call) ?? call.Arguments[0].Value : null,
        _ => null,
    };

    private static bool Fills(IInvocationOperation call, LoadingFunctions functions, CancellationToken cancellationToken)
    {
        if (call.TargetMethod.Name == "Prime")
            return IsForMany(call);
        if (functions.Types.IsLoad(call.TargetMethod))
            return LoaderTypes.TakesManyKeys(call.TargetMethod) || IsForMany(call);
        return functions.CalledBy(call, cancellationToken) is { } function && (function.TakesMany || IsForMany(call));
    }

    private static bool IsForMany(IInvocationOperation call) => Operations.EnclosingFunction(call) is not null || AnyLoop(call) is not null;

    /// <summary>Whether a call, or what runs it many times, reads one of the variables.</summary>
    private static bool AroundOf(IInvocationOperation call, HashSet<ISymbol> sources)
    {
        IOperation whole = call;
        if (AnyLoop(call) is IForEachLoopOperation each)
            whole = each.Collection;
        else if (Operations.EnclosingFunction(call) is IAnonymousFunctionOperation lambda)
            whole = Operations.TakerOf(lambda) ?? (IOperation)lambda;
        return VariablesOf(whole).Overlaps(sources) || ReadsThroughLocal(whole, sources);
    }

    /// <summary>Whether a call stands in a branch that never comes to the loop.</summary>
    private static bool EndsBefore(IInvocationOperation call, IOperation loop)
    {
        for (SyntaxNode? current = call.Syntax; current is not (null or MemberDeclarationSyntax) && !current.Span.Contains(loop.Syntax.Span); current = current.Parent)
        {
            if (current is StatementSyntax branch and not LocalFunctionStatementSyntax && current.Parent is IfStatementSyntax or ElseClauseSyntax
                && loop.SemanticModel?.AnalyzeControlFlow(branch) is { Succeeded: true, EndPointIsReachable: false })
            {
                return true;
            }
        }

        return false;
    }

    private static ILoopOperation? AnyLoop(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation loop)
                return loop;
        }

        return null;
    }

    private static bool ReadsThroughLocal(IOperation expression, HashSet<ISymbol> sources)
    {
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation { Local: { } local } && Operations.OnlyValueOf(local, Operations.MemberRoot(expression)) is { } value
                && VariablesOf(value).Overlaps(sources))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<ISymbol> VariablesOf(IOperation expression)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (Operations.Referenced(operation) is { } symbol)
                found.Add(symbol);
        }

        return found;
    }
}
