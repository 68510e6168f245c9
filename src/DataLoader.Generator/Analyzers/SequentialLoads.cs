using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers;

/// <summary>
/// Finds loads awaited one after the other: in one statement, or in statements that follow each other and do nothing but await loads.
/// </summary>
internal static class SequentialLoads
{
    /// <summary>The load that a load needlessly waits for; null when there is none.</summary>
    public static IInvocationOperation? Before(IInvocationOperation load, LoaderTypes types)
    {
        if (AwaitOf(load) is not { } await || StatementOf(load) is not { } statement || !IsPlain(statement, types))
            return null;
        IInvocationOperation? earlier = LastBefore(load, await, statement, types);
        if (earlier is null && Previous(statement) is { } previous && IsPlain(previous, types))
            earlier = Last(previous, types);
        return earlier is not null && IsIndependent(load, earlier) ? earlier : null;
    }

    /// <summary>The loads awaited unconditionally by a statement, in the order of their start.</summary>
    public static IEnumerable<IInvocationOperation> LoadsOf(IOperation statement, LoaderTypes types)
    {
        foreach (IOperation operation in statement.Descendants())
        {
            if (operation is IInvocationOperation invocation && types.IsLoad(invocation.TargetMethod) && AwaitOf(invocation) is not null)
                yield return invocation;
        }
    }

    /// <summary>The statement of a block that an operation belongs to.</summary>
    public static IOperation? StatementOf(IOperation operation)
    {
        IOperation current = operation;
        while (current.Parent is { } parent)
        {
            if (parent is IBlockOperation)
                return current;
            current = parent;
        }

        return null;
    }

    /// <summary>The await that a load is the operand of.</summary>
    public static IAwaitOperation? AwaitOf(IInvocationOperation load)
    {
        foreach (IOperation end in TaskFlow.Ends(load))
        {
            if (end.Parent is IAwaitOperation await && TaskFlow.IsWithin(load, await))
                return await;
        }

        return null;
    }

    /// <summary>The statement before another one in the same block.</summary>
    public static IOperation? Previous(IOperation statement)
    {
        if (statement.Parent is not IBlockOperation block)
            return null;
        int index = block.Operations.IndexOf(statement);
        return index > 0 ? block.Operations[index - 1] : null;
    }

    /// <summary>
    /// Whether nothing happens in a statement but loads: then starting a load a little earlier changes nothing that anybody can see.
    /// </summary>
    public static bool IsPlain(IOperation statement, LoaderTypes types)
    {
        if (statement is not (IVariableDeclarationGroupOperation or IExpressionStatementOperation or IReturnOperation))
            return false;
        bool loads = false;
        foreach (IOperation operation in statement.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation invocation when types.IsLoad(invocation.TargetMethod) && AwaitOf(invocation) is not null:
                    loads = true;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }:
                case IObjectCreationOperation { Arguments: var arguments, Type: { } type } when arguments.Length > 0 || !types.IsLoader(type):
                    break;
                case IInvocationOperation or IDynamicInvocationOperation or IAnonymousFunctionOperation or IThrowOperation or IIncrementOrDecrementOperation
                    or IConditionalOperation or ICoalesceOperation or IConditionalAccessOperation or ISwitchExpressionOperation or ICompoundAssignmentOperation
                    or ICoalesceAssignmentOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }:
                    return false;
                case IAwaitOperation await when !IsLoadAwait(await, types):
                    return false;
                case ISimpleAssignmentOperation { Target: not (ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
                    or IDiscardOperation) }:
                    return false;
            }
        }

        return loads;
    }

    /// <summary>Whether a load can start before another one has been awaited.</summary>
    public static bool IsIndependent(IInvocationOperation load, IInvocationOperation earlier)
    {
        IOperation? statement = StatementOf(earlier);
        if (statement is null || IsSame(load, earlier))
            return false;
        var written = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation operation in statement.DescendantsAndSelf())
        {
            if (operation is IVariableDeclaratorOperation declarator)
                written.Add(declarator.Symbol);
            else if (operation is IAssignmentOperation assignment)
                AddTarget(assignment.Target, written);
        }

        foreach (IOperation input in Inputs(load))
        {
            foreach (IOperation operation in input.DescendantsAndSelf())
            {
                // What is called may read anything; the awaited load may have changed it.
                if (operation is IInvocationOperation or IAwaitOperation or IObjectCreationOperation)
                    return false;
                if (LoopVariables.Referenced(operation) is { } symbol && written.Contains(symbol))
                    return false;
            }
        }

        return true;
    }

    private static void AddTarget(IOperation target, HashSet<ISymbol> written)
    {
        foreach (IOperation operation in target.DescendantsAndSelf())
        {
            if (operation.Parent is IMemberReferenceOperation member && member.Instance == operation)
                continue;
            if (LoopVariables.Referenced(operation) is { } symbol)
                written.Add(symbol);
        }
    }

    private static IEnumerable<IOperation> Inputs(IInvocationOperation load)
    {
        if (load.Instance is { } instance)
            yield return instance;
        foreach (IArgumentOperation argument in load.Arguments)
            yield return argument.Value;
    }

    /// <summary>The same key of the same loader is one load already.</summary>
    private static bool IsSame(IInvocationOperation load, IInvocationOperation other)
        => load.Syntax.IsEquivalentTo(other.Syntax);

    private static IInvocationOperation? LastBefore(IInvocationOperation load, IAwaitOperation await, IOperation statement, LoaderTypes types)
    {
        IInvocationOperation? last = null;
        foreach (IInvocationOperation other in LoadsOf(statement, types))
        {
            if (AwaitOf(other) is { } earlier && earlier.Syntax.Span.End <= load.Syntax.SpanStart && !TaskFlow.IsWithin(earlier, await))
                last = other;
        }

        return last;
    }

    private static IInvocationOperation? Last(IOperation statement, LoaderTypes types)
    {
        IInvocationOperation? last = null;
        foreach (IInvocationOperation load in LoadsOf(statement, types))
            last = load;
        return last;
    }

    private static bool IsLoadAwait(IAwaitOperation await, LoaderTypes types)
    {
        foreach (IInvocationOperation load in LoadsOf(await, types))
        {
            if (AwaitOf(load) == await)
                return true;
        }

        return false;
    }
}
