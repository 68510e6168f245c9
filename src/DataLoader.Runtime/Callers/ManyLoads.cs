using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using DataLoader.Batches;
using DataLoader.Dispatch;
using DataLoader.Threading;

namespace DataLoader.Callers;

/// <summary>Waits for the answers of many keys.</summary>
internal static class ManyLoads
{
    /// <summary>The values, or the error of the first failing key by position; nobody waits for the keys behind it (row E4).</summary>
    [AsyncMethodBuilder(typeof(ManyLoadsBuilder<>))]
    [RuntimeAsyncMethodGeneration(false)] // The runtime knows no builders: the end of a scope would be an unobserved error.
    public static async Task<IReadOnlyList<TValue>> GatherAsync<TValue>(ListLoad<TValue> load, Dispatcher dispatcher)
    {
        if (load.Count == 0)
            return [];

        var values = new TValue[load.Count];
        var bare = new ListCursor<TValue>(load.FirstPart);
        int i = 0;
        try
        {
            for (; i < values.Length; i++)
            {
                if (load.TaskAt(i) is { } task)
                {
                    bool wasPending = !task.IsCompleted;
                    values[i] = await task.ConfigureAwait(false);
                    if (wasPending && load.IsPending(i + 1))
                        await new AfterBatch(dispatcher);
                }
                else if (load.EarlierThan(i) is >= 0 and int earlier)
                {
                    values[i] = values[earlier];
                }
                else
                {
                    if (!bare.Part.IsCompleted)
                        await bare.Part;
                    if (bare.Take(out values[i]) is { } error)
                        ExceptionDispatchInfo.Throw(error);
                }
            }
        }
        catch
        {
            load.ObserveFrom(i + 1);
            throw;
        }

        return values;
    }

    /// <summary>The value or the error of each key (row E3).</summary>
    public static async Task<IReadOnlyList<LoadResult<TValue>>> SettleAsync<TValue>(ListLoad<TValue> load, Dispatcher dispatcher)
    {
        if (load.Count == 0)
            return [];

        var results = new LoadResult<TValue>[load.Count];
        var bare = new ListCursor<TValue>(load.FirstPart);
        for (int i = 0; i < results.Length; i++)
        {
            if (load.TaskAt(i) is { } task)
            {
                bool wasPending = !task.IsCompleted;
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                results[i] = task.IsCompletedSuccessfully ? task.Result : LoadResult.Failure<TValue>(Faults.Of(task));
                if (wasPending && load.IsPending(i + 1))
                    await new AfterBatch(dispatcher);
            }
            else if (load.EarlierThan(i) is >= 0 and int earlier)
            {
                results[i] = results[earlier];
            }
            else
            {
                if (!bare.Part.IsCompleted)
                    await bare.Part;
                results[i] = bare.Take(out TValue value) is { } error ? LoadResult.Failure<TValue>(error) : value;
            }
        }

        return results;
    }
}
