using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SequentialLoads;

/// <summary>
/// Finds loads awaited one after the other: in one statement, or in statements that follow each other and do nothing but await loads.
/// </summary>
internal sealed class SequentialLoads(PlainLoads loads)
{
    /// <summary>The load that a load needlessly waits for; null when there is none.</summary>
    public IInvocationOperation? Before(IInvocationOperation load)
    {
        if (Operations.StatementOf(load) is not { } statement || !loads.AreFirstOf(statement))
            return null;
        IOperation at = statement;
        IInvocationOperation? earlier = LastAwaited(statement, load);
        if (earlier is null && Operations.Previous(statement) is { } previous && loads.AreAllOf(previous))
        {
            at = previous;
            earlier = LastAwaited(previous, null);
        }

        return earlier is not null && !IsSame(load, earlier) && IsIndependent(load, at) ? earlier : null;
    }

    /// <summary>Whether a load can start before a statement is done.</summary>
    public bool IsIndependent(IInvocationOperation load, IOperation statement)
    {
        foreach (IInvocationOperation other in loads.Of(statement))
        {
            if (other != load && IsSame(load, other))
                return false;
        }

        HashSet<ISymbol> written = WrittenBy(statement);
        if (loads.FunctionOf(load) is { } function && written.Overlaps(function.Reads.Symbols))
            return false;
        foreach (IOperation input in InputsOf(load))
        {
            foreach (IOperation operation in input.DescendantsAndSelf())
            {
                // What is called may read anything; the awaited load may have changed it.
                if (operation is IInvocationOperation or IAwaitOperation or IObjectCreationOperation)
                    return false;
                if (Operations.Referenced(operation) is { } symbol && written.Contains(symbol))
                    return false;
            }
        }

        return true;
    }

    private static HashSet<ISymbol> WrittenBy(IOperation statement)
    {
        var written = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation operation in statement.DescendantsAndSelf())
        {
            if (operation is IVariableDeclaratorOperation declarator)
                written.Add(declarator.Symbol);
            else if (operation is IAssignmentOperation assignment)
                AddTarget(assignment.Target, written);
        }

        return written;
    }

    private static void AddTarget(IOperation target, HashSet<ISymbol> written)
    {
        foreach (IOperation operation in target.DescendantsAndSelf())
        {
            if (operation.Parent is IMemberReferenceOperation member && member.Instance == operation)
                continue;
            if (Operations.Referenced(operation) is { } symbol)
                written.Add(symbol);
        }
    }

    private static IEnumerable<IOperation> InputsOf(IInvocationOperation load)
    {
        if (load.Instance is { } instance)
            yield return instance;
        foreach (IArgumentOperation argument in load.Arguments)
            yield return argument.Value;
    }

    /// <summary>The same key of the same loader is one load already.</summary>
    private static bool IsSame(IInvocationOperation load, IInvocationOperation other)
        => load.Syntax.IsEquivalentTo(other.Syntax);

    /// <summary>The load that a statement awaits last, or last before it comes to a load of its own.</summary>
    private IInvocationOperation? LastAwaited(IOperation statement, IInvocationOperation? before)
    {
        IInvocationOperation? last = null;
        foreach (IOperation operation in statement.Descendants())
        {
            if (operation is IAwaitOperation await && (before is null || Precedes(await, before)) && loads.AwaitedBy(await) is { } load)
                last = load;
        }

        return last;
    }

    private static bool Precedes(IAwaitOperation await, IInvocationOperation load)
        => await.Syntax.Span.End <= load.Syntax.SpanStart && !Operations.IsWithin(await, PlainLoads.AwaitOf(load));
}
