using System.Collections.Generic;
using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>Decides whether a load is sent once for each round of a loop although one batch could serve all rounds.</summary>
internal static class RepeatedLoad
{
    /// <summary>The innermost loop that repeats a load for other keys and awaits it in each round; null when there is none.</summary>
    public static ILoopOperation? LoopOf(LoadSite site, SemanticModel model, LoaderTypes types)
    {
        foreach (IAwaitOperation await in TaskFlow.Awaits(site.Call))
        {
            IOperation? function = TaskFlow.Function(site.Call);
            if (TaskFlow.Function(await) != function)
                continue;
            for (IOperation? current = site.Call; current is not null && current != function; current = current.Parent)
            {
                if (current.Parent is ILoopOperation loop && IsRepeated(current, loop) && TaskFlow.IsWithin(await, loop)
                    && IsBatchable(site, await, loop, model, types))
                {
                    return loop;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a part of a loop is evaluated in each round.</summary>
    private static bool IsRepeated(IOperation part, ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => part != each.Collection,
        IForLoopOperation @for => !@for.Before.Contains(part),
        _ => true,
    };

    private static bool IsBatchable(LoadSite site, IAwaitOperation await, ILoopOperation loop, SemanticModel model, LoaderTypes types)
    {
        // The round's own loader: a batch never holds keys of two loaders.
        var variables = LoopVariables.Of(loop, model);
        if (site.Loader is { } loader && variables.Vary(loader))
            return false;

        bool varies = false;
        foreach (IOperation key in site.Keys())
            varies |= LoaderTypes.TakesManyKeys(site.Load.TargetMethod) && !site.IsIndirect ? variables.IsListOfRound(key) : variables.Vary(key);
        return varies
            && !LoopExit.Follows(await, loop, model)
            && !variables.DependsOnLastRound(site, await)
            && !OpenLoop.HidesKeys(site, await, loop, variables, types)
            && !Prefetch.Covers(site, loop, types);
    }
}
