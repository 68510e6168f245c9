using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SequentialLoads;

/// <summary>
/// Finds loads awaited one after the other: in one statement, or in statements that follow each other and do nothing but await loads.
/// </summary>
internal static class SequentialLoads
{
    /// <summary>The load that a load needlessly waits for; null when there is none.</summary>
    public static IInvocationOperation? Before(IInvocationOperation load, LoaderTypes types)
    {
        if (StatementOf(load) is not { } statement || !IsPlain(statement, types))
            return null;
        IOperation at = statement;
        IInvocationOperation? earlier = LastAwaited(statement, types, load);
        if (earlier is null && Previous(statement) is { } previous && IsPlain(previous, types))
        {
            at = previous;
            earlier = LastAwaited(previous, types, null);
        }

        return earlier is not null && !IsSame(load, earlier) && IsIndependent(load, at, types) ? earlier : null;
    }

    /// <summary>The loads that a statement starts unconditionally, to await them or to keep their task for an await to come.</summary>
    public static IEnumerable<IInvocationOperation> LoadsOf(IOperation statement, LoaderTypes types)
    {
        foreach (IOperation operation in statement.Descendants())
        {
            if (operation is IInvocationOperation invocation && types.IsLoad(invocation.TargetMethod)
                && (AwaitOf(invocation) is not null || IsStored(invocation, types)))
            {
                yield return invocation;
            }
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
                case IInvocationOperation invocation when types.IsLoad(invocation.TargetMethod)
                    && (AwaitOf(invocation) is not null || IsStored(invocation, types)):
                    loads = true;
                    break;
                case IAwaitOperation await when LoadOf(await, types) is not null:
                    loads = true;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }:
                case IObjectCreationOperation { Arguments: var arguments, Type: { } type } when arguments.Length > 0 || !types.IsLoader(type):
                    break;
                case IInvocationOperation or IDynamicInvocationOperation or IAwaitOperation or IAnonymousFunctionOperation or IThrowOperation or IIncrementOrDecrementOperation
                    or IConditionalOperation or ICoalesceOperation or IConditionalAccessOperation or ISwitchExpressionOperation or ICompoundAssignmentOperation
                    or ICoalesceAssignmentOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }:
                    return false;
                case ISimpleAssignmentOperation { Target: not (ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
                    or IDiscardOperation) }:
                    return false;
            }
        }

        return loads;
    }

    /// <summary>Whether a load can start before a statement is done.</summary>
    public static bool IsIndependent(IInvocationOperation load, IOperation statement, LoaderTypes types)
    {
        foreach (IInvocationOperation other in LoadsOf(statement, types))
        {
            if (other != load && IsSame(load, other))
                return false;
        }

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
                if (Operations.Referenced(operation) is { } symbol && written.Contains(symbol))
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
            if (Operations.Referenced(operation) is { } symbol)
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

    /// <summary>The load that a statement awaits last, or last before it comes to a load of its own.</summary>
    private static IInvocationOperation? LastAwaited(IOperation statement, LoaderTypes types, IInvocationOperation? before)
    {
        IInvocationOperation? last = null;
        foreach (IOperation operation in statement.Descendants())
        {
            if (operation is IAwaitOperation await && (before is null || Precedes(await, before)) && LoadOf(await, types) is { } load)
                last = load;
        }

        return last;
    }

    private static bool Precedes(IAwaitOperation await, IInvocationOperation load)
        => await.Syntax.Span.End <= load.Syntax.SpanStart && !TaskFlow.IsWithin(await, AwaitOf(load));

    /// <summary>The load that an await waits for: its operand, or one whose task a local of the same block holds.</summary>
    private static IInvocationOperation? LoadOf(IAwaitOperation await, LoaderTypes types)
    {
        foreach (IOperation operation in await.Descendants())
        {
            if (operation is IInvocationOperation load && types.IsLoad(load.TargetMethod) && AwaitOf(load) == await)
                return load;
        }

        return StoredLoadOf(await, types);
    }

    /// <summary>
    /// The load behind <c>await task</c>, where nothing but this await can have waited for it: the local is set once, in the same block, and
    /// not mentioned before.
    /// </summary>
    private static IInvocationOperation? StoredLoadOf(IAwaitOperation await, LoaderTypes types)
    {
        if (TaskFlow.Source(await.Operation) is not ILocalReferenceOperation reference || StatementOf(await) is not { Parent: IBlockOperation block } statement)
            return null;
        IInvocationOperation? load = null;
        foreach (IOperation earlier in block.Operations)
        {
            if (earlier == statement)
                break;
            if (StoredIn(earlier, types) is var (local, stored) && SymbolEqualityComparer.Default.Equals(local, reference.Local))
                load = stored;
        }

        if (load is null)
            return null;
        foreach (IOperation operation in block.Descendants())
        {
            if (operation is ILocalReferenceOperation other && SymbolEqualityComparer.Default.Equals(other.Local, reference.Local)
                && (other.Syntax.SpanStart < reference.Syntax.SpanStart || TaskFlow.IsTarget(other)))
            {
                return null;
            }
        }

        return load;
    }

    /// <summary>Whether a load is all that a declaration does, and its task is awaited later.</summary>
    private static bool IsStored(IInvocationOperation load, LoaderTypes types)
    {
        if (StatementOf(load) is not { } statement || StoredIn(statement, types) is not var (_, stored) || stored != load)
            return false;
        foreach (IAwaitOperation await in TaskFlow.Awaits(load))
        {
            if (TaskFlow.Function(await) == TaskFlow.Function(load))
                return true;
        }

        return false;
    }

    private static (ILocalSymbol Local, IInvocationOperation Load)? StoredIn(IOperation statement, LoaderTypes types)
    {
        if (statement is not IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations } || declarations[0].Declarators.Length != 1)
            return null;
        IVariableDeclaratorOperation declarator = declarations[0].Declarators[0];
        return declarator.GetVariableInitializer()?.Value is IInvocationOperation load && types.IsLoad(load.TargetMethod) ? (declarator.Symbol, load) : null;
    }
}
