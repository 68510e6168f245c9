using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>
/// Follows the tasks that <c>keys.Select(key =&gt; loader.LoadAsync(key))</c> makes, one by one and only when somebody asks for the next, to where they
/// are consumed together.
/// </summary>
internal static class TaskSequence
{
    private const int MaxSteps = 8;

    /// <summary>Whether a call makes a sequence, lazily, of what a function makes of each element.</summary>
    public static bool IsSelect(IInvocationOperation call)
        => call.TargetMethod is { Name: "Select", ContainingType: { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } };

    /// <summary>The loops that run over the sequence itself, so that each round makes the task it then waits for.</summary>
    public static IEnumerable<IForEachLoopOperation> LazyLoops(IOperation sequence)
    {
        foreach (IOperation end in Ends(sequence, mayBeStored: false, MaxSteps))
        {
            if (end.Parent is IForEachLoopOperation loop && loop.Collection == end && !IsConsumedBefore(sequence, loop))
                yield return loop;
        }
    }

    /// <summary>The calls of <c>Task.WhenAll</c> and the like that the whole sequence is given to.</summary>
    public static IEnumerable<IInvocationOperation> CombinedBy(IOperation sequence, string name, string otherName)
    {
        foreach (IOperation end in Ends(sequence, mayBeStored: true, MaxSteps))
        {
            if (TaskFlow.CombinedBy(end, name, otherName) is { } call)
                yield return call;
        }
    }

    /// <summary>Where a sequence is used, through locals and the operators that keep its elements.</summary>
    private static IEnumerable<IOperation> Ends(IOperation sequence, bool mayBeStored, int steps)
    {
        IOperation current = sequence;
        while (current.Parent is IConversionOperation or IParenthesizedOperation)
            current = current.Parent;
        if (steps == 0)
            yield break;
        if (Operations.ArgumentOf(current) is { Parent: IInvocationOperation call } argument && IsSource(argument, call)
            && (mayBeStored || !IsStoring(call)) && Keeps(call))
        {
            foreach (IOperation end in Ends(call, mayBeStored, steps - 1))
                yield return end;
        }
        else if (TaskFlow.LocalOf(current) is { } local)
        {
            foreach (IOperation operation in Operations.MemberRoot(current).Descendants())
            {
                if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local)
                    || reference.Syntax.SpanStart < sequence.Syntax.SpanStart || Operations.IsWritten(reference))
                {
                    continue;
                }

                foreach (IOperation end in Ends(reference, mayBeStored, steps - 1))
                    yield return end;
            }
        }
        else
        {
            yield return current;
        }
    }

    /// <summary>Whether the sequence was run before a loop runs over it again: then the loads are answered from memory.</summary>
    private static bool IsConsumedBefore(IOperation sequence, ILoopOperation loop)
    {
        foreach (IOperation end in Ends(sequence, mayBeStored: true, MaxSteps))
        {
            if (end.Syntax.SpanStart < loop.Syntax.SpanStart && Operations.ArgumentOf(end) is not null)
                return true;
        }

        return false;
    }

    private static bool IsSource(IArgumentOperation argument, IInvocationOperation call)
        => call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 && call.Arguments[0] == argument;

    private static bool IsStoring(IInvocationOperation call) => call.TargetMethod.Name.StartsWith("To", System.StringComparison.Ordinal);

    private static bool Keeps(IInvocationOperation call)
        => call.TargetMethod.Name is "ToList" or "ToArray" or "ToHashSet" or "ToImmutableArray" or "ToImmutableList" or "AsEnumerable" or "Concat" or "Append"
            or "Prepend" or "Skip" or "Take" or "Where" or "Cast" or "OfType" or "Reverse";
}
