using System.Runtime.CompilerServices;
using DataLoader.Dispatch;
using DataLoader.Threading;

namespace DataLoader.Callers;

/// <summary>Waits for the tasks of many keys.</summary>
internal static class ManyLoads
{
    /// <summary>The values, or the error of the first failing key by position; nobody waits for the keys behind it (row E4).</summary>
    [AsyncMethodBuilder(typeof(ManyLoadsBuilder<>))]
    [RuntimeAsyncMethodGeneration(false)] // The runtime knows no builders: the end of a scope would be an unobserved error.
    public static async Task<IReadOnlyList<TValue>> GatherAsync<TValue>(Task<TValue>[] tasks, Dispatcher dispatcher)
    {
        if (tasks.Length == 0)
            return [];

        var values = new TValue[tasks.Length];
        int i = 0;
        try
        {
            for (; i < tasks.Length; i++)
            {
                bool wasPending = !tasks[i].IsCompleted;
                values[i] = await tasks[i].ConfigureAwait(false);
                if (wasPending && IsPending(tasks, i + 1))
                    await new AfterBatch(dispatcher);
            }
        }
        catch
        {
            for (i++; i < tasks.Length; i++)
                Faults.Observe(tasks[i]);
            throw;
        }

        return values;
    }

    /// <summary>The value or the error of each key (row E3).</summary>
    public static async Task<IReadOnlyList<LoadResult<TValue>>> SettleAsync<TValue>(Task<TValue>[] tasks, Dispatcher dispatcher)
    {
        if (tasks.Length == 0)
            return [];

        var results = new LoadResult<TValue>[tasks.Length];
        for (int i = 0; i < tasks.Length; i++)
        {
            Task<TValue> task = tasks[i];
            bool wasPending = !task.IsCompleted;
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            results[i] = task.IsCompletedSuccessfully ? task.Result : LoadResult.Failure<TValue>(Faults.Of(task));
            if (wasPending && IsPending(tasks, i + 1))
                await new AfterBatch(dispatcher);
        }

        return results;
    }

    // The keys behind one that has just come are most likely of the same batch: waiting for each of them would cost more than loading it.
    private static bool IsPending<TValue>(Task<TValue>[] tasks, int index) => index < tasks.Length && !tasks[index].IsCompleted;
}
