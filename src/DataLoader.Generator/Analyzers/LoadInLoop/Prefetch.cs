using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>Recognises keys that were loaded or primed before the loop that loads them again: those loads are answered from memory.</summary>
internal static class Prefetch
{
    public static bool Covers(LoadSite site, ILoopOperation loop, LoaderTypes types)
    {
        if (loop is not IForEachLoopOperation each || ValueFlow.RootOf(site.Load.Instance) is not { } loader)
            return false;
        HashSet<ISymbol> sources = Variables(each.Collection);
        foreach (IOperation operation in TaskFlow.Root(loop).Descendants())
        {
            if (operation.Syntax.SpanStart >= loop.Syntax.SpanStart)
                break;
            if (operation is IInvocationOperation earlier && Fills(earlier, types)
                && SymbolEqualityComparer.Default.Equals(ValueFlow.RootOf(earlier.Instance), loader)
                && Around(earlier, sources))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Fills(IInvocationOperation call, LoaderTypes types)
        => types.IsLoader(call.TargetMethod.ContainingType)
            && (call.TargetMethod.Name == "Prime" || types.IsLoad(call.TargetMethod))
            && (LoaderTypes.TakesManyKeys(call.TargetMethod) || TaskFlow.Function(call) is not null || Loop(call) is not null);

    /// <summary>Whether a call, or what runs it many times, reads one of the variables.</summary>
    private static bool Around(IInvocationOperation call, HashSet<ISymbol> sources)
    {
        IOperation whole = call;
        if (Loop(call) is IForEachLoopOperation each)
            whole = each.Collection;
        else if (TaskFlow.Function(call) is IAnonymousFunctionOperation lambda)
            whole = lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation select } } ? select : lambda;
        return Variables(whole).Overlaps(sources);
    }

    private static ILoopOperation? Loop(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation loop)
                return loop;
        }

        return null;
    }

    private static HashSet<ISymbol> Variables(IOperation expression)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation)
                continue;
            if (Operations.Referenced(operation) is { } symbol)
                found.Add(symbol);
        }

        return found;
    }
}
