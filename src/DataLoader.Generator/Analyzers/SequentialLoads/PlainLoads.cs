using System.Collections.Generic;
using System.Threading;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.SequentialLoads;

/// <summary>
/// The loads of statements that do nothing but load: then starting one of them a little earlier changes nothing that anybody can see. A call of a
/// function that does nothing but load counts as a load.
/// </summary>
internal sealed class PlainLoads(LoadingFunctions functions, CancellationToken cancellationToken)
{
    /// <summary>Whether a call starts a load and does nothing else.</summary>
    public bool IsLoad(IInvocationOperation call) => functions.IsPlainLoad(call, cancellationToken);

    /// <summary>The function that a call runs, where it is not a load itself.</summary>
    public LoadingFunction? FunctionOf(IInvocationOperation call)
        => functions.Types.IsLoad(call.TargetMethod) ? null : functions.CalledBy(call, cancellationToken);

    /// <summary>The loads that a statement starts unconditionally, to await them or to keep their task for an await to come.</summary>
    public IEnumerable<IInvocationOperation> Of(IOperation statement)
    {
        foreach (IOperation operation in statement.Descendants())
        {
            if (operation is IInvocationOperation call && IsLoad(call) && (AwaitOf(call) is not null || IsStored(call)))
                yield return call;
        }
    }

    /// <summary>Whether nothing happens in a statement but loads.</summary>
    public bool AreAllOf(IOperation statement) => AreAllOf(statement, mayBeUsed: false);

    /// <summary>Whether nothing happens in a statement before its loads are back. What is called then may be given their values.</summary>
    public bool AreFirstOf(IOperation statement) => AreAllOf(statement, mayBeUsed: true);

    private bool AreAllOf(IOperation statement, bool mayBeUsed)
    {
        if (statement is not (IVariableDeclarationGroupOperation or IExpressionStatementOperation or IReturnOperation))
            return false;
        bool loads = false;
        foreach (IOperation operation in statement.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation call when IsLoad(call) && (AwaitOf(call) is not null || IsStored(call)):
                    loads = true;
                    break;
                case IAwaitOperation await when AwaitedBy(await) is not null:
                    loads = true;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }:
                case IObjectCreationOperation { Arguments: var arguments, Type: { } type } when arguments.Length > 0 || !functions.Types.IsLoaderOrFamily(type):
                case IConditionalAccessOperation access when IsReading(access.WhenNotNull):
                case IInvocationOperation user when mayBeUsed && IsGivenAll(user, statement):
                case IAwaitOperation { Operation: var awaited } when mayBeUsed && TaskFlow.Source(awaited) is IInvocationOperation last && IsGivenAll(last, statement):
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

    /// <summary>The await that a load is the operand of.</summary>
    public static IAwaitOperation? AwaitOf(IInvocationOperation load)
    {
        IOperation task = TaskFlow.WidestSameTask(load);
        return task.Parent is IAwaitOperation await ? await : null;
    }

    /// <summary>The load that an await waits for: its operand, or one whose task a local of the same block holds.</summary>
    public IInvocationOperation? AwaitedBy(IAwaitOperation await)
    {
        foreach (IOperation operation in await.Descendants())
        {
            if (operation is IInvocationOperation call && IsLoad(call) && AwaitOf(call) == await)
                return call;
        }

        return StoredBehind(await);
    }

    /// <summary>
    /// The load behind <c>await task</c>, where nothing but this await can have waited for it: the local is set once, in the same block, and
    /// not mentioned before.
    /// </summary>
    private IInvocationOperation? StoredBehind(IAwaitOperation await)
    {
        if (TaskFlow.Source(await.Operation) is not ILocalReferenceOperation reference || Operations.StatementOf(await) is not { Parent: IBlockOperation block } statement)
            return null;
        IInvocationOperation? load = null;
        foreach (IOperation earlier in block.Operations)
        {
            if (earlier == statement)
                break;
            if (StoredIn(earlier) is var (local, stored) && SymbolEqualityComparer.Default.Equals(local, reference.Local))
                load = stored;
        }

        if (load is null)
            return null;
        foreach (IOperation operation in block.Descendants())
        {
            if (operation is ILocalReferenceOperation other && SymbolEqualityComparer.Default.Equals(other.Local, reference.Local)
                && (other.Syntax.SpanStart < reference.Syntax.SpanStart || Operations.IsWritten(other)))
            {
                return null;
            }
        }

        return load;
    }

    /// <summary>Whether a load is all that a declaration does, and its task is awaited later.</summary>
    private bool IsStored(IInvocationOperation load)
    {
        if (Operations.StatementOf(load) is not { } statement || StoredIn(statement) is not var (_, stored) || stored != load)
            return false;
        foreach (IAwaitOperation await in TaskFlow.Awaits(load))
        {
            if (Operations.EnclosingFunction(await) == Operations.EnclosingFunction(load))
                return true;
        }

        return false;
    }

    private (ILocalSymbol Local, IInvocationOperation Load)? StoredIn(IOperation statement)
    {
        if (statement is not IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations } || declarations[0].Declarators.Length != 1)
            return null;
        IVariableDeclaratorOperation declarator = declarations[0].Declarators[0];
        return declarator.GetVariableInitializer()?.Value is IInvocationOperation load && IsLoad(load) ? (declarator.Symbol, load) : null;
    }

    /// <summary>Whether all loads of a statement are made for the arguments of a call.</summary>
    private bool IsGivenAll(IInvocationOperation user, IOperation statement)
    {
        foreach (IInvocationOperation load in Of(statement))
        {
            bool isGiven = false;
            foreach (IArgumentOperation argument in user.Arguments)
                isGiven |= Operations.IsWithin(load, argument);
            if (!isGiven)
                return false;
        }

        return true;
    }

    /// <summary>Whether an expression only reads members: <c>(await …)?.Name</c>.</summary>
    private static bool IsReading(IOperation expression)
    {
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (operation is not (IPropertyReferenceOperation { Arguments.IsEmpty: true } or IFieldReferenceOperation or IConditionalAccessInstanceOperation
                or IConditionalAccessOperation or IConversionOperation))
            {
                return false;
            }
        }

        return true;
    }
}
