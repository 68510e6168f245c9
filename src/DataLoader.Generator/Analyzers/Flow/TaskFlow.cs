using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>Follows the task of a load to the operations that consume it: directly, or through a local variable.</summary>
internal static class TaskFlow
{
    /// <summary>
    /// The operations that hold the task of a load where it is consumed: what is awaited, blocked on, returned or passed on. Their parents are
    /// the consumers.
    /// </summary>
    public static IEnumerable<IOperation> Ends(IOperation load)
    {
        IOperation end = Widest(load);
        if (LocalOf(end) is not { } local)
        {
            yield return end;
            yield break;
        }

        foreach (IOperation operation in Root(load).Descendants())
        {
            if (operation is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && reference.Syntax.SpanStart > load.Syntax.SpanStart
                && !IsTarget(reference))
            {
                yield return Widest(reference);
            }
        }
    }

    /// <summary>The awaits of a task.</summary>
    public static IEnumerable<IAwaitOperation> Awaits(IOperation load)
    {
        foreach (IOperation end in Ends(load))
        {
            if (end.Parent is IAwaitOperation await)
                yield return await;
        }
    }

    /// <summary>The local variable that a value is stored in, if that is where it goes.</summary>
    public static ILocalSymbol? LocalOf(IOperation value) => value.Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == value => target.Local,
        _ => null,
    };

    /// <summary>The outermost operation of a member's body.</summary>
    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    /// <summary>The local function or lambda around an operation; null when that is the member itself.</summary>
    public static IOperation? Function(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ILocalFunctionOperation or IAnonymousFunctionOperation)
                return current;
        }

        return null;
    }

    /// <summary>Whether one operation is, or is part of, another.</summary>
    public static bool IsWithin(IOperation? operation, IOperation? container)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current == container)
                return true;
        }

        return false;
    }

    /// <summary>Whether a type is <c>Task</c> or <c>Task&lt;T&gt;</c>.</summary>
    public static bool IsTask(ITypeSymbol? type) => type is
    {
        Name: "Task",
        ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } },
    };

    /// <summary>Whether a local is written, not read.</summary>
    public static bool IsTarget(ILocalReferenceOperation reference)
        => reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;

    /// <summary>What an awaited task comes from, without <c>ConfigureAwait</c> and conversions.</summary>
    public static IOperation Source(IOperation task)
    {
        while (true)
        {
            switch (task)
            {
                case IConversionOperation conversion:
                    task = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    task = parenthesized.Operand;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } instance }:
                    task = instance;
                    break;
                default:
                    return task;
            }
        }
    }

    /// <summary>Steps out of everything that still is the same task: conversions, <c>?.</c>, <c>??</c>, <c>ConfigureAwait</c>, <c>WaitAsync</c>.</summary>
    private static IOperation Widest(IOperation task)
    {
        IOperation current = task;
        while (true)
        {
            switch (current.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or ICoalesceOperation:
                case IConditionalAccessOperation access when access.WhenNotNull == current:
                case IConditionalOperation conditional when conditional.Condition != current:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync" } invocation when invocation.Instance == current:
                    current = current.Parent;
                    continue;
                default:
                    return current;
            }
        }
    }
}
