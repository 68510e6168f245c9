using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.CodeFixes;

/// <summary>
/// Whether the loads of all rounds of a loop can be made before the first round without anybody seeing it: no round may end before its load or end the loop,
/// nothing happens before the load that the load could see, and nothing else is done to the loader.
/// </summary>
internal sealed class LoopOrder(
    ForEachStatementSyntax loop, InvocationExpressionSyntax call, SemanticModel model, LoadingFunctions functions, CancellationToken cancellationToken)
{
    public bool CanLoadBefore(StatementSyntax statement)
        => !MayLeave(statement) && model.GetOperation(loop, cancellationToken) is IForEachLoopOperation operation && !operation.Body.DescendantsAndSelf().Any(Interferes);

    /// <summary>Whether a round may end before its load, or end the loop.</summary>
    private bool MayLeave(StatementSyntax statement) => loop.Statement.DescendantNodes().Any(node => node switch
    {
        BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax => true,
        ContinueStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax => node.SpanStart < statement.Span.End,
        _ => false,
    });

    private bool Interferes(IOperation operation)
    {
        bool isBefore = operation.Syntax.SpanStart < call.SpanStart && !operation.Syntax.Span.Contains(call.Span);
        return operation switch
        {
            IInvocationOperation other when isBefore => !OnlyWrites(other.TargetMethod),
            IInvocationOperation other => ChangesLoader(other),
            IAwaitOperation or IDynamicInvocationOperation or IEventAssignmentOperation or IUsingOperation or IUsingDeclarationOperation or ILockOperation when isBefore => true,
            IAssignmentOperation assignment => ChangesKey(assignment.Target, isBefore),
            IIncrementOrDecrementOperation step => ChangesKey(step.Target, isBefore),
            _ => false,
        };
    }

    /// <summary>Whether a call writes text for people, and nothing that a load could read.</summary>
    private static bool OnlyWrites(IMethodSymbol method)
        => method.ContainingType is { Name: "Console" or "Debug" or "Trace" or "LoggerExtensions" } && method.Name is not ("ReadLine" or "ReadKey" or "Read");

    /// <summary>Whether a call is one of <c>Clear</c>, <c>ClearAll</c> and <c>Prime</c> of the same loader.</summary>
    private bool ChangesLoader(IInvocationOperation other)
        => functions.Types.IsLoaderOrFamily(other.TargetMethod.ContainingType)
            && !functions.Types.IsLoad(other.TargetMethod)
            && model.GetOperation(call, cancellationToken) is IInvocationOperation load
            && (functions.LoaderRootOf(load, cancellationToken) is not { } loader
                || SymbolEqualityComparer.Default.Equals(Operations.RootOf(Operations.ReceiverOf(other)), loader));

    /// <summary>Whether a write may change a key: of this round when it stands before the load, of a later one when it is one of the names that the load reads.</summary>
    private bool ChangesKey(IOperation target, bool isBefore)
    {
        if (isBefore)
            return Operations.Unwrap(target) is not (ILocalReferenceOperation or IDiscardOperation or IDeclarationExpressionOperation or ITupleOperation) || IsRead(target);
        return IsRead(target);
    }

    private bool IsRead(IOperation target)
    {
        ISymbol? written = Operations.Referenced(target) ?? Operations.RootOf(target);
        return written is not null && call.DescendantNodes().OfType<SimpleNameSyntax>()
            .Any(name => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, written));
    }
}
