using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>Follows the task of a load to the operations that consume it: directly, together with others, or through local variables.</summary>
internal static class TaskFlow
{
    private const int MaxLocals = 3;

    /// <summary>
    /// The operations that hold a task where it is consumed: what is awaited, blocked on, returned or passed on. Their parents are the consumers.
    /// </summary>
    public static IEnumerable<IOperation> Consumers(IOperation task) => Consumers(task, MaxLocals);

    /// <summary>The awaits of a task.</summary>
    public static IEnumerable<IAwaitOperation> Awaits(IOperation task)
    {
        foreach (IOperation end in Consumers(task))
        {
            if (end.Parent is IAwaitOperation await)
                yield return await;
        }
    }

    /// <summary>Whether a task decides when the function around it is done: it is awaited there, or returned.</summary>
    public static bool DecidesFunction(IOperation task)
    {
        IOperation? function = Operations.EnclosingFunction(task);
        foreach (IOperation end in Consumers(task))
        {
            if (end.Parent is IAwaitOperation or IReturnOperation && Operations.EnclosingFunction(end) == function)
                return true;
        }

        return false;
    }

    /// <summary>Whether a task in a local is asked whether it is done before an operation.</summary>
    public static bool IsAskedBefore(ILocalSymbol task, IOperation before)
    {
        foreach (IOperation operation in Operations.MemberRoot(before).Descendants())
        {
            if (operation is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "Status" or "IsFaulted" } state
                && operation.Syntax.SpanStart < before.Syntax.SpanStart && Operations.Reads(state.Instance, task))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The local variable that a value is stored in, if that is where it goes.</summary>
    public static ILocalSymbol? LocalOf(IOperation value) => value.Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == value => target.Local,
        _ => null,
    };

    /// <summary>Whether a type is <c>Task</c> or <c>Task&lt;T&gt;</c>.</summary>
    public static bool IsTask(ITypeSymbol? type) => type is
    {
        Name: "Task",
        ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } },
    };

    /// <summary>What an awaited task comes from, without <c>ConfigureAwait</c> and conversions.</summary>
    public static IOperation Source(IOperation task)
    {
        while (true)
        {
            switch (Operations.Unwrap(task))
            {
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } instance }:
                    task = instance;
                    break;
                case { } source:
                    return source;
            }
        }
    }

    /// <summary>The static method of <c>Task</c> that a task is given to, alone or in an array, a list or a collection expression.</summary>
    public static IInvocationOperation? CombinedBy(IOperation task, string name, string otherName)
    {
        IOperation? current = task.Parent;
        while (current is IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation or IArgumentOperation
            || current?.Syntax is CollectionExpressionSyntax or ExpressionElementSyntax
            || current is { IsImplicit: true } and not IInvocationOperation)
        {
            current = current.Parent;
        }

        return current is IInvocationOperation { TargetMethod: { IsStatic: true } method } call && (method.Name == name || method.Name == otherName)
            && IsTask(method.ContainingType)
                ? call
                : null;
    }

    /// <summary>
    /// Steps out of everything that ends with the same task: conversions, <c>?.</c>, <c>??</c>, <c>ConfigureAwait</c>, <c>WaitAsync</c>,
    /// <c>Task.WhenAll</c> of it and others.
    /// </summary>
    public static IOperation WidestSameTask(IOperation task)
    {
        IOperation current = task;
        while (true)
        {
            switch (current.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or ICoalesceOperation:
                case IConditionalAccessOperation access when access.WhenNotNull == current:
                case IConditionalOperation conditional when conditional.Condition != current:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask" or "ContinueWith" } call when call.Instance == current:
                    current = current.Parent;
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Unwrap" } or IObjectCreationOperation { Type.Name: "ValueTask" } }:
                    current = current.Parent.Parent;
                    continue;
            }

            if (CombinedBy(current, "WhenAll", "WhenAny") is not { } all)
                return current;
            current = all;
        }
    }

    private static IEnumerable<IOperation> Consumers(IOperation task, int locals)
    {
        IOperation end = WidestSameTask(task);
        if (locals == 0 || LocalOf(end) is not { } local)
        {
            yield return end;
            yield break;
        }

        foreach (IOperation operation in Operations.MemberRoot(task).Descendants())
        {
            if (operation is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && reference.Syntax.SpanStart > task.Syntax.SpanStart
                && !Operations.IsWritten(reference))
            {
                foreach (IOperation further in Consumers(reference, locals - 1))
                    yield return further;
            }
        }
    }
}
