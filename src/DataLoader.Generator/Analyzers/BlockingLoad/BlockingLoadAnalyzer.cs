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

    private protected override void Analyze(IOperation call, LoadingFunction? function, LoadingFunctions functions, SyntaxNodeAnalysisContext context)
    {
        // Main().Wait() is how a program runs to its end. What is called with a key, or knows one, is a load.
        if (function is { Keys.IsEmpty: true })
            return;
        foreach (LoadSite site in LoadSite.Create(call, function, functions, context.CancellationToken))
        {
            if (site.Repetition != Repetition.None)
                return;
            foreach (IOperation task in site.Tasks())
            {
                foreach (IOperation end in TaskFlow.Consumers(task))
                {
                    if (BlockOn(end) is var (block, how))
                        Report(site, end, block, how, functions, context);
                }
            }

            if (!site.IsSequence)
                continue;
            foreach (IInvocationOperation all in TaskSequence.CombinedBy(site.Anchor, "WaitAll", "WaitAny"))
                context.ReportDiagnostic(Create(site, all, "Task." + all.TargetMethod.Name));
        }
    }

    private void Report(LoadSite site, IOperation end, IOperation block, string how, LoadingFunctions functions, SyntaxNodeAnalysisContext context)
    {
        bool isDirect = Operations.IsWithin(site.Anchor, block);
        if (isDirect ? IsFirst(site, block, functions, context) : !IsKnownToBeDone(end))
            context.ReportDiagnostic(Create(site, block, how));
    }

    private Diagnostic Create(LoadSite site, IOperation block, string how)
        => Diagnostic.Create(SupportedDiagnostics[0], block.Syntax.GetLocation(), LoaderTypes.Describe(site.Load), how);

    /// <summary>The operation that blocks on a task, and what it is called.</summary>
    private static (IOperation Block, string How)? BlockOn(IOperation task) => task.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "Result" } result when TaskFlow.IsTask(result.Property.ContainingType) => (result, ".Result"),
        IInvocationOperation { TargetMethod.Name: "Wait" } wait when TaskFlow.IsTask(wait.TargetMethod.ContainingType) => (wait, ".Wait()"),
        IInvocationOperation { TargetMethod.Name: "GetAwaiter", Parent: IInvocationOperation { TargetMethod.Name: "GetResult" } get }
            => (get, "GetAwaiter().GetResult()"),
        _ => TaskFlow.CombinedBy(task, "WaitAll", "WaitAny") is { } all ? (all, "Task." + all.TargetMethod.Name) : null,
    };

    /// <summary>Speaks once for <c>(a ?? b).Result</c> and for <c>Task.WaitAll(a, b)</c>.</summary>
    private static bool IsFirst(LoadSite site, IOperation block, LoadingFunctions functions, SyntaxNodeAnalysisContext context)
    {
        foreach (IOperation operation in block.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation other && other.Syntax.SpanStart < site.Call.Syntax.SpanStart && !Operations.IsWithin(site.Call, other)
                && (functions.Types.IsLoad(other.TargetMethod) || functions.CalledBy(other, context.CancellationToken) is not null))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a task held by a local was awaited, or asked whether it is done, before its result is read.</summary>
    private static bool IsKnownToBeDone(IOperation end)
    {
        ILocalSymbol? local = null;
        foreach (IOperation operation in end.DescendantsAndSelf())
            local ??= (operation as ILocalReferenceOperation)?.Local;
        if (local is null)
            return false;
        if (TaskFlow.IsAskedBefore(local, end))
            return true;
        foreach (IOperation operation in Operations.MemberRoot(end).Descendants())
        {
            if (operation is IAwaitOperation await && await.Syntax.Span.End <= end.Syntax.SpanStart && Operations.Reads(await.Operation, local))
                return true;
        }

        return false;
    }
}
