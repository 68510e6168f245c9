using DataLoader.Generator.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataLoader.Generator.Analyzers.LoadInLoop;

/// <summary>
/// Recognises loops whose keys nobody can know before they run: numbered pages until one is empty, messages as they come in.
/// </summary>
internal static class OpenLoop
{
    public static bool HidesKeys(LoadSite site, IAwaitOperation await, ILoopOperation loop, LoopVariables variables, LoaderTypes types)
    {
        // Each page of a stream brings a list of keys of its own.
        if (loop is IForEachLoopOperation each)
            return each.IsAsynchronous && !site.IsIndirect && LoaderTypes.TakesManyKeys(site.Load.TargetMethod);
        return EndsByValue(await, loop, variables) || KeysArrive(site, await, loop, variables, types);
    }

    /// <summary>Whether what was loaded decides how many rounds there are.</summary>
    private static bool EndsByValue(IAwaitOperation await, ILoopOperation loop, LoopVariables variables)
    {
        ValueFlow loaded = variables.Follow(await);
        IOperation? condition = Condition(loop);
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

        bool Decides(IOperation? test) => test is not null && (TaskFlow.IsWithin(await, test) || loaded.Reaches(test));
    }

    /// <summary>Whether the key is something that the round itself waited for, other than a load.</summary>
    private static bool KeysArrive(LoadSite site, IAwaitOperation await, ILoopOperation loop, LoopVariables variables, LoaderTypes types)
    {
        foreach (IOperation operation in loop.Body.Descendants())
        {
            if (operation is not IAwaitOperation other || other == await || AwaitsLoad(other, types))
                continue;
            ValueFlow arrived = variables.Follow(other);
            foreach (IOperation key in site.Keys())
            {
                if (TaskFlow.IsWithin(other, key) || arrived.Reaches(key))
                    return true;
            }
        }

        return false;
    }

    private static bool AwaitsLoad(IAwaitOperation await, LoaderTypes types)
    {
        foreach (IOperation operation in await.Descendants())
        {
            if (operation is IInvocationOperation load && types.IsLoad(load.TargetMethod))
                return true;
        }

        return false;
    }

    private static IOperation? Condition(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation @while => @while.Condition,
        IForLoopOperation @for => @for.Condition,
        _ => null,
    };

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
