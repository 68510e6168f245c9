using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>
/// Recognises loops whose keys nobody can know before they run: numbered pages until one is empty, messages and lines as they come in.
/// </summary>
internal static class UnknownKeys
{
    public static bool Are(LoadSite site, IAwaitOperation await, ILoopOperation loop, LoopVariables variables, LoadingFunctions functions)
    {
        // Each page of a stream brings a list of keys of its own.
        if (loop is IForEachLoopOperation each)
            return IsQueue(each.Collection) || (each.IsAsynchronous && !site.IsIndirect && site.TakesMany);
        return EndsByValue(await, loop, variables) || Arrive(site, await, loop, variables, functions);
    }

    /// <summary>Whether what was loaded decides how many rounds there are.</summary>
    private static bool EndsByValue(IAwaitOperation await, ILoopOperation loop, LoopVariables variables)
    {
        ValueFlow loaded = variables.Follow(await);
        IOperation? condition = Operations.Condition(loop);
        if (Decides(condition))
            return true;
        if (!IsEndless(condition))
            return false;
        foreach (IOperation operation in loop.Descendants())
        {
            if (Decides((operation as IConditionalOperation)?.Condition ?? (operation as ISwitchOperation)?.Value))
                return true;
        }

        return false;

        bool Decides(IOperation? test) => test is not null && (Operations.IsWithin(await, test) || loaded.Reaches(test));
    }

    /// <summary>Whether the key is something that the round waited for, other than a load: in its body, in its condition, or in the loop around it.</summary>
    private static bool Arrive(LoadSite site, IAwaitOperation await, ILoopOperation loop, LoopVariables variables, LoadingFunctions functions)
    {
        foreach (IOperation operation in loop.Descendants())
        {
            bool waits = operation is IAwaitOperation other ? other != await && !AwaitsLoad(other, functions)
                : operation is IInvocationOperation call && (IsInput(call.TargetMethod) || IsTakenFromWait(call));
            if (waits && Reaches(operation, site, variables))
                return true;
        }

        return false;
    }

    private static bool Reaches(IOperation source, LoadSite site, LoopVariables variables)
    {
        ValueFlow arrived = variables.Follow(source);
        foreach (Origin key in site.Keys)
        {
            if (key.Value is { } value ? Operations.IsWithin(source, value) || arrived.Reaches(value) : key.Symbol is { } symbol && arrived.Reaches(symbol))
                return true;
        }

        return false;
    }

    /// <summary>A person, a stream of text, or a queue that blocks.</summary>
    private static bool IsInput(IMethodSymbol method) => method.Name switch
    {
        "ReadLine" or "Read" or "ReadKey" => Is(method.ContainingType, "Console") || Is(method.ContainingType, "TextReader"),
        "Take" or "TryTake" => Is(method.ContainingType, "BlockingCollection"),
        _ => false,
    };

    private static bool Is(INamedTypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == name)
                return true;
        }

        return false;
    }

    /// <summary>What yields its elements as they come in, and blocks or waits meanwhile.</summary>
    private static bool IsQueue(IOperation collection)
    {
        foreach (IOperation operation in collection.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "GetConsumingEnumerable" or "ReadAllAsync" })
                return true;
        }

        return false;
    }

    /// <summary><c>TryRead</c> in the condition of a loop inside of one that awaits <c>WaitToReadAsync</c>.</summary>
    private static bool IsTakenFromWait(IInvocationOperation call)
    {
        bool isTaken = false;
        foreach (IArgumentOperation argument in call.Arguments)
            isTaken |= argument.Parameter?.RefKind == RefKind.Out;
        if (!isTaken || Operations.RootOf(call.Instance) is not { } source)
            return false;
        for (ILoopOperation? loop = Operations.EnclosingLoop(call); loop is not null; loop = Operations.EnclosingLoop(loop))
        {
            if (Operations.Condition(loop) is { } condition && Awaits(condition, source))
                return true;
        }

        return false;
    }

    private static bool Awaits(IOperation condition, ISymbol source)
    {
        foreach (IOperation operation in condition.DescendantsAndSelf())
        {
            if (operation is IAwaitOperation wait && SymbolEqualityComparer.Default.Equals(Operations.RootOf(TaskFlow.Source(wait.Operation)), source))
                return true;
        }

        return false;
    }

    private static bool AwaitsLoad(IAwaitOperation await, LoadingFunctions functions)
    {
        foreach (IOperation operation in await.Descendants())
        {
            if (operation is IInvocationOperation call && (functions.Types.IsLoad(call.TargetMethod) || functions.CalledBy(call, default) is not null))
                return true;
        }

        return false;
    }

    /// <summary>Whether only a jump or a cancellation ends a loop.</summary>
    private static bool IsEndless(IOperation? condition)
    {
        if (condition is null or { ConstantValue: { HasValue: true, Value: true } })
            return true;
        foreach (IOperation operation in condition.DescendantsAndSelf())
        {
            if (operation is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" })
                return true;
        }

        return false;
    }
}
