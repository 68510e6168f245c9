using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.Flow;

/// <summary>
/// A place where a load is started: the load itself, or the call of a local function or local lambda that hands on the load's task or awaits it.
/// </summary>
internal readonly struct LoadSite(IInvocationOperation call, IInvocationOperation load)
{
    private const int Deepest = 4;

    /// <summary>What starts the load here.</summary>
    public IInvocationOperation Call { get; } = call;

    /// <summary>The load.</summary>
    public IInvocationOperation Load { get; } = load;

    /// <summary>Whether the load is in another function than the call.</summary>
    public bool IsIndirect => Call != Load;

    /// <summary>The loader, as far as this place names it.</summary>
    public IOperation? Loader => IsIndirect ? null : Load.Instance;

    /// <summary>The places where a load is started.</summary>
    public static IReadOnlyList<LoadSite> Of(IInvocationOperation load, LoaderTypes types)
    {
        var sites = new List<LoadSite> { new(load, load) };
        AddCallers(load, load, types, sites, 0);
        return sites;
    }

    /// <summary>What decides the key: the arguments without the token.</summary>
    public IEnumerable<IOperation> Keys()
    {
        foreach (IArgumentOperation argument in Call.Arguments)
        {
            if (argument.Parameter?.Type.Name != "CancellationToken")
                yield return argument.Value;
        }
    }

    private static void AddCallers(IOperation load, IInvocationOperation original, LoaderTypes types, List<LoadSite> sites, int depth)
    {
        if (depth == Deepest || TaskFlow.Function(load) is not { } function || Callee(function) is not { } callee || !IsFirst(original, function, types))
            return;
        if (depth == 0 && !HandsOn(load))
            return;
        foreach (IOperation operation in TaskFlow.Root(load).Descendants())
        {
            if (operation is not IInvocationOperation call || TaskFlow.IsWithin(call, function) || !Calls(call, callee))
                continue;
            sites.Add(new(call, original));
            AddCallers(call, original, types, sites, depth + 1);
        }
    }

    /// <summary>What calls of a function refer to: the local function, or the variable that a lambda is stored in.</summary>
    private static ISymbol? Callee(IOperation function) => function switch
    {
        ILocalFunctionOperation local => local.Symbol,
        { Parent: IDelegateCreationOperation { Parent: IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } } } => declarator.Symbol,
        _ => null,
    };

    private static bool Calls(IInvocationOperation call, ISymbol callee)
        => SymbolEqualityComparer.Default.Equals(call.TargetMethod, callee)
            || (call.Instance is ILocalReferenceOperation { Local: { } local } && SymbolEqualityComparer.Default.Equals(local, callee));

    /// <summary>Whether the task of a load decides when the function around it is done.</summary>
    private static bool HandsOn(IOperation load)
    {
        foreach (IOperation end in TaskFlow.Ends(load))
        {
            if (end.Parent is IAwaitOperation or IReturnOperation)
                return true;
        }

        return false;
    }

    /// <summary>Speaks for the function once, however many loads it has.</summary>
    private static bool IsFirst(IOperation load, IOperation function, LoaderTypes types)
    {
        foreach (IOperation operation in function.Descendants())
        {
            if (operation is IInvocationOperation invocation && types.IsLoad(invocation.TargetMethod))
                return operation == load;
        }

        return true;
    }
}
