using System.Threading;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>Decides whether a load is sent once for each round of a loop although one batch could serve all rounds.</summary>
internal static class RepeatedLoad
{
    /// <summary>Whether a loop, or what does the work of one, repeats a load for other keys and awaits it in each round.</summary>
    public static bool Is(LoadSite site, LoadingFunctions functions, CancellationToken cancellationToken) => site switch
    {
        { Repetition: Repetition.Sequential } => IsOperator(site, functions, cancellationToken),
        { Repetition: Repetition.Parallel } => false,
        { IsSequence: true } => IsLazySequence(site) || IsInLoop(site, functions, cancellationToken),
        _ => IsInLoop(site, functions, cancellationToken),
    };

    /// <summary>Whether a call that runs a function for each element makes a load in each run that others could share a batch with.</summary>
    public static bool IsOperator(LoadSite site, LoadingFunctions functions, CancellationToken cancellationToken)
        => IsOfOneLoader(site) && !IsChunk(site) && !EarlierLoad.Covers(site, ((IInvocationOperation)site.Anchor), functions, cancellationToken);

    /// <summary>Whether the innermost loop around a load that could be cured repeats it.</summary>
    private static bool IsInLoop(LoadSite site, LoadingFunctions functions, CancellationToken cancellationToken)
    {
        IOperation? function = Operations.EnclosingFunction(site.Anchor);
        foreach (IOperation task in site.Tasks())
        {
            foreach (IOperation end in TaskFlow.Consumers(task))
            {
                if (end.Parent is not IAwaitOperation await || Operations.EnclosingFunction(await) != function || IsAsked(end, await))
                    continue;
                for (IOperation? current = site.Anchor; current is not null && current != function; current = current.Parent)
                {
                    if (current.Parent is ILoopOperation loop && Operations.IsRepeated(current, loop) && Operations.IsWithin(await, loop)
                        && IsBatchable(site, await, loop, functions, cancellationToken))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Whether a loop asks a sequence for the next task, and so starts the next load, only when the last one is done.</summary>
    private static bool IsLazySequence(LoadSite site)
    {
        if (!IsOfOneLoader(site) || IsChunk(site))
            return false;
        foreach (IForEachLoopOperation loop in TaskSequence.LazyLoops(site.Anchor))
        {
            foreach (IOperation operation in loop.Body.Descendants())
            {
                if (operation is ILocalReferenceOperation reference && loop.Locals.Contains(reference.Local)
                    && TaskFlow.WidestSameTask(reference) is { Parent: IAwaitOperation await } end && Operations.EnclosingLoop(await) == loop && !IsAsked(end, await))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsBatchable(LoadSite site, IAwaitOperation await, ILoopOperation loop, LoadingFunctions functions, CancellationToken cancellationToken)
    {
        // The round's own loader: a batch never holds keys of two loaders.
        var variables = LoopVariables.Read(loop);
        foreach (Origin loader in site.Loader)
        {
            if (variables.VariesByRound(loader))
                return false;
        }

        bool varies = false;
        foreach (Origin key in site.Keys)
            varies |= site.TakesMany ? variables.IsListOfRound(key) : variables.VariesByRound(key);
        return varies
            && !LoopExit.Follows(await, loop)
            && !variables.DependsOnLastRound(site, await)
            && !UnknownKeys.Are(site, await, loop, variables, functions)
            && !EarlierLoad.Covers(site, loop, functions, cancellationToken);
    }

    /// <summary>Whether all runs of the function around a load ask the same loader.</summary>
    private static bool IsOfOneLoader(LoadSite site)
        => site.Lambda is not { } lambda || Origins.Trace(lambda, lambda.Symbol, site.Loader) is { IsMade: false, Parameters.Count: 0 };

    /// <summary>Whether the keys of a run are all of its element, which is then a part of a longer list.</summary>
    private static bool IsChunk(LoadSite site)
    {
        if (site.IsSequence ? !LoaderTakesMany(site) : !site.TakesMany)
            return false;
        if (site.Lambda is not { } lambda || IsStream(site.Anchor))
            return true;
        foreach (bool isMember in Origins.Trace(lambda, lambda.Symbol, site.Keys).Parameters.Values)
        {
            if (isMember)
                return false;
        }

        return true;
    }

    private static bool LoaderTakesMany(LoadSite site)
        => LoaderTypes.TakesManyKeys(site.Load is IMethodReferenceOperation group ? group.Method : ((IInvocationOperation)site.Load).TargetMethod);

    private static bool IsStream(IOperation call) => call is IInvocationOperation { TargetMethod.ContainingType.Name: "AsyncEnumerable" };

    /// <summary>Whether it is known that a task is done, or asked, before it is awaited: then the await does not wait.</summary>
    private static bool IsAsked(IOperation end, IAwaitOperation await)
    {
        foreach (IOperation operation in end.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation { Local: { } local } && TaskFlow.IsAskedBefore(local, await))
                return true;
        }

        return false;
    }
}
