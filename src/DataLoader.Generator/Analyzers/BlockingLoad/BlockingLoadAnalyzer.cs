using DataLoader.Generator.Analyzers.Flow;
using DataLoader.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.BlockingLoad;

/// <summary>BL1002: <c>.Result</c>, <c>.Wait()</c>, <c>GetAwaiter().GetResult()</c> or <c>Task.WaitAll</c> on a load that may still be running.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingLoadAnalyzer() : LoadAnalyzer(Rules.BlockingLoad)
{
    /// <summary>In a member that has one of the words that block.</summary>
    private protected override bool MayBreak(InvocationExpressionSyntax load)
    {
        foreach (SyntaxNode node in MemberOf(load).DescendantNodes())
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: "Result" or "Wait" or "GetResult" or "WaitAll" or "WaitAny" })
                return true;
        }

        return false;
    }

    private protected override void Analyze(IInvocationOperation load, LoaderTypes types, SyntaxNodeAnalysisContext context)
    {
        foreach (IOperation end in TaskFlow.Ends(load))
        {
            bool isDirect = TaskFlow.IsWithin(load, end);
            if (BlockOn(end) is not var (block, how) || (isDirect ? !IsFirst(load, end, types) : IsKnownToBeDone(end)))
                continue;
            context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], block.Syntax.GetLocation(), LoaderTypes.Describe(load), how));
        }
    }

    /// <summary>The operation that blocks on a task, and what it is called.</summary>
    private static (IOperation Block, string How)? BlockOn(IOperation task) => task.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "Result" } result when TaskFlow.IsTask(result.Property.ContainingType) => (result, ".Result"),
        IInvocationOperation { TargetMethod.Name: "Wait" } wait when TaskFlow.IsTask(wait.TargetMethod.ContainingType) => (wait, ".Wait()"),
        IInvocationOperation { TargetMethod.Name: "GetAwaiter", Parent: IInvocationOperation { TargetMethod.Name: "GetResult" } get }
            => (get, "GetAwaiter().GetResult()"),
        _ => WaitAllOf(task) is { } all ? (all, "Task." + all.TargetMethod.Name) : null,
    };

    /// <summary>Speaks once for <c>(a ?? b).Result</c>.</summary>
    private static bool IsFirst(IInvocationOperation load, IOperation end, LoaderTypes types)
    {
        foreach (IOperation operation in end.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation other && types.IsLoad(other.TargetMethod) && other.Syntax.SpanStart < load.Syntax.SpanStart)
                return false;
        }

        return true;
    }

    private static IInvocationOperation? WaitAllOf(IOperation task)
    {
        // Through a params array, span or collection expression, whichever the framework at hand takes.
        IOperation? current = task.Parent;
        while (current is not (null or IInvocationOperation or IAnonymousFunctionOperation or IBlockOperation))
            current = current.Parent;

        return current is IInvocationOperation { TargetMethod: { IsStatic: true, Name: "WaitAll" or "WaitAny" } method } all && TaskFlow.IsTask(method.ContainingType)
            ? all
            : null;
    }

    /// <summary>Whether a task held by a local was awaited, or asked whether it is done, before its result is read.</summary>
    private static bool IsKnownToBeDone(IOperation end)
    {
        ILocalSymbol? local = null;
        foreach (IOperation operation in end.DescendantsAndSelf())
            local ??= (operation as ILocalReferenceOperation)?.Local;
        if (local is null)
            return false;

        foreach (IOperation operation in TaskFlow.Root(end).Descendants())
        {
            if (operation.Syntax.SpanStart >= end.Syntax.SpanStart)
                continue;
            if (operation is IAwaitOperation await && await.Syntax.Span.End <= end.Syntax.SpanStart && Mentions(await.Operation, local))
                return true;
            if (operation is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "Status" or "IsFaulted" } state
                && Mentions(state.Instance, local))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Mentions(IOperation? expression, ILocalSymbol local)
    {
        if (expression is null)
            return false;
        foreach (IOperation operation in expression.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                return true;
        }

        return false;
    }
}
