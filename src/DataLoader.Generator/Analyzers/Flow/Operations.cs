using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>Small questions about operations that all rules ask.</summary>
internal static class Operations
{
    /// <summary>The variable, parameter, field or property that an operation reads or writes, if it is such a reference.</summary>
    public static ISymbol? Referenced(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>Whether an expression reads a variable, parameter, field or property.</summary>
    public static bool Reads(IOperation? expression, ISymbol symbol)
    {
        if (expression is null)
            return false;
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (SymbolEqualityComparer.Default.Equals(Referenced(operation), symbol))
                return true;
        }

        return false;
    }

    /// <summary>A value without parentheses and without conversions that run no code of the user's.</summary>
    public static IOperation Unwrap(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>What a method is called on: its instance, through <c>?.</c> too, or the first argument of an extension.</summary>
    public static IOperation? ReceiverOf(IInvocationOperation call)
    {
        if (call.Instance is IConditionalAccessInstanceOperation instance)
            return AccessedBy(instance);
        return call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
    }

    /// <summary>The variable, parameter or field that an access path starts from.</summary>
    public static ISymbol? RootOf(IOperation? operation)
    {
        while (true)
        {
            switch (operation)
            {
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member:
                    return member.Member;
                case IMemberReferenceOperation member:
                    operation = member.Instance;
                    break;
                case IInvocationOperation invocation:
                    operation = ReceiverOf(invocation);
                    break;
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IArrayElementReferenceOperation element:
                    operation = element.ArrayReference;
                    break;
                case IConditionalAccessOperation access:
                    operation = access.Operation;
                    break;
                case IConditionalAccessInstanceOperation instance:
                    operation = AccessedBy(instance);
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return null;
            }
        }
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

    /// <summary>The outermost operation of a member's body.</summary>
    public static IOperation MemberRoot(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    /// <summary>The local function or lambda around an operation; null when that is the member itself.</summary>
    public static IOperation? EnclosingFunction(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ILocalFunctionOperation or IAnonymousFunctionOperation)
                return current;
        }

        return null;
    }

    /// <summary>The loop around an operation, within the same function.</summary>
    public static ILoopOperation? EnclosingLoop(IOperation operation)
    {
        for (IOperation current = operation; current.Parent is { } parent and not (ILocalFunctionOperation or IAnonymousFunctionOperation); current = parent)
        {
            if (parent is ILoopOperation loop && IsRepeated(current, loop))
                return loop;
        }

        return null;
    }

    /// <summary>What decides whether a loop runs on; null for a <c>foreach</c>, and where nothing does.</summary>
    public static IOperation? Condition(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation @while => @while.Condition,
        IForLoopOperation @for => @for.Condition,
        _ => null,
    };

    /// <summary>Whether a part of a loop is evaluated in each round.</summary>
    public static bool IsRepeated(IOperation part, ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => part != each.Collection,
        IForLoopOperation @for => !@for.Before.Contains(part),
        _ => true,
    };

    /// <summary>The call that a lambda or a method group is given to.</summary>
    public static IInvocationOperation? TakerOf(IOperation function)
        => function.Parent is IDelegateCreationOperation creation ? ArgumentOf(creation)?.Parent as IInvocationOperation : null;

    /// <summary>The argument that a value is, through conversions.</summary>
    public static IArgumentOperation? ArgumentOf(IOperation value)
    {
        IOperation? current = value.Parent;
        while (current is IConversionOperation or IParenthesizedOperation)
            current = current.Parent;
        return current as IArgumentOperation;
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

    /// <summary>The statement before another one in the same block.</summary>
    public static IOperation? Previous(IOperation statement) => Neighbour(statement, -1);

    /// <summary>The statement after another one in the same block.</summary>
    public static IOperation? Next(IOperation statement) => Neighbour(statement, 1);

    /// <summary>The value that a local is declared with, where nothing gives it another one.</summary>
    public static IOperation? OnlyValueOf(ILocalSymbol local, IOperation within)
    {
        IOperation? value = null;
        foreach (IOperation operation in within.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local):
                    value = declarator.GetVariableInitializer()?.Value;
                    break;
                case ILocalReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Local, local) && IsWritten(reference):
                    return null;
            }
        }

        return value;
    }

    /// <summary>Whether a reference to a variable gives it a value.</summary>
    public static bool IsWritten(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
        _ => false,
    };

    /// <summary>What stands before the <c>?.</c> that an expression follows.</summary>
    public static IOperation? AccessedBy(IConditionalAccessInstanceOperation instance)
    {
        for (IOperation? current = instance.Parent; current is not null; current = current.Parent)
        {
            if (current is IConditionalAccessOperation access && IsWithin(instance, access.WhenNotNull))
                return access.Operation;
        }

        return null;
    }

    private static IOperation? Neighbour(IOperation statement, int distance)
    {
        if (statement.Parent is not IBlockOperation block)
            return null;
        int index = block.Operations.IndexOf(statement) + distance;
        return index >= 0 && index < block.Operations.Length ? block.Operations[index] : null;
    }
}
