using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>How a call runs a function that it is given with many elements.</summary>
internal enum Repetition
{
    /// <summary>Once, or nobody knows.</summary>
    None,

    /// <summary>Each run is waited for before the next one starts.</summary>
    Sequential,

    /// <summary>Some at a time.</summary>
    Parallel,
}

/// <summary>Recognises calls that run a function for each element of a sequence and wait for it.</summary>
internal static class RepeatingCall
{
    public static Repetition Of(IInvocationOperation call, IOperation function, LoadingFunctions functions, CancellationToken cancellationToken)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method is { Name: "ForEachAsync" or "ForAsync", ContainingType: { Name: "Parallel", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } } })
            return Repetition.Parallel;
        if (method.ContainingType is { Name: "AsyncEnumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } })
            return IsAsynchronous(function) ? Repetition.Sequential : Repetition.None;
        return Operations.ArgumentOf(function.Parent!)?.Parameter is { } parameter && AwaitsInLoop(method, parameter.Ordinal, functions, cancellationToken)
            ? Repetition.Sequential
            : Repetition.None;
    }

    private static bool IsAsynchronous(IOperation function)
        => (function is IAnonymousFunctionOperation lambda ? lambda.Symbol : ((IMethodReferenceOperation)function).Method).ReturnType.Name is "Task" or "ValueTask";

    /// <summary>Whether a method of this compilation awaits a delegate that it is given in each round of a loop.</summary>
    private static bool AwaitsInLoop(IMethodSymbol method, int ordinal, LoadingFunctions functions, CancellationToken cancellationToken)
    {
        method = functions.Source.Resolve(method);
        if (functions.Source.BodyOf(method, cancellationToken) is not { } body)
            return false;
        foreach (IOperation operation in body.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: IParameterReferenceOperation { Parameter: { } called } } call
                && called.Ordinal == ordinal && SymbolEqualityComparer.Default.Equals(called.ContainingSymbol, method)
                && Operations.EnclosingLoop(call) is { } loop && IsAwaitedIn(call, loop))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAwaitedIn(IInvocationOperation call, ILoopOperation loop)
    {
        foreach (IAwaitOperation await in TaskFlow.Awaits(call))
        {
            if (Operations.IsWithin(await, loop) && !LoopExit.Follows(await, loop))
                return true;
        }

        return false;
    }
}
