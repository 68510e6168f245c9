namespace DataLoader.Tests;

/// <summary>Loaders whose batches leave when the test says so.</summary>
internal static class Manual
{
    public static (BatchLoader<T, T> Loader, RecordingBatch<T, T> Batch, ManualBatchScheduler Scheduler) Identity<T>(
        Action<BatchLoaderOptions<T, T>>? configure = null, LoaderScope? scope = null)
        where T : notnull
        => Of<T, T>(static key => key, configure, scope);

    public static (BatchLoader<TKey, TValue> Loader, RecordingBatch<TKey, TValue> Batch, ManualBatchScheduler Scheduler) Of<TKey, TValue>(
        Func<TKey, TValue> valueOf, Action<BatchLoaderOptions<TKey, TValue>>? configure = null, LoaderScope? scope = null)
        where TKey : notnull
    {
        var batch = RecordingBatch.Of(valueOf);
        (BatchLoader<TKey, TValue> loader, ManualBatchScheduler scheduler) = Create(batch.LoadAsync, configure, scope);
        return (loader, batch, scheduler);
    }

    public static (BatchLoader<T, T> Loader, GatedBatch<T, T> Batch, ManualBatchScheduler Scheduler) Gated<T>(
        Action<BatchLoaderOptions<T, T>>? configure = null, LoaderScope? scope = null)
        where T : notnull
        => Gated<T, T>(static key => key, configure, scope);

    public static (BatchLoader<TKey, TValue> Loader, GatedBatch<TKey, TValue> Batch, ManualBatchScheduler Scheduler) Gated<TKey, TValue>(
        Func<TKey, TValue> valueOf, Action<BatchLoaderOptions<TKey, TValue>>? configure = null, LoaderScope? scope = null)
        where TKey : notnull
    {
        var batch = GatedBatch.Of(valueOf);
        (BatchLoader<TKey, TValue> loader, ManualBatchScheduler scheduler) = Create(batch.LoadAsync, configure, scope);
        return (loader, batch, scheduler);
    }

    public static (BatchLoader<TKey, TValue> Loader, ManualBatchScheduler Scheduler) Create<TKey, TValue>(
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<TValue>>> batch,
        Action<BatchLoaderOptions<TKey, TValue>>? configure = null,
        LoaderScope? scope = null)
        where TKey : notnull
    {
        var scheduler = new ManualBatchScheduler();
        var options = new BatchLoaderOptions<TKey, TValue> { Scheduler = scheduler };
        configure?.Invoke(options);
        return (BatchLoader.Create(batch, options, scope), scheduler);
    }

    public static (BatchLoader<TKey, TValue> Loader, ManualBatchScheduler Scheduler) CreateSettled<TKey, TValue>(
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<LoadResult<TValue>>>> batch)
        where TKey : notnull
    {
        var scheduler = new ManualBatchScheduler();
        return (BatchLoader.CreateSettled(batch, new() { Scheduler = scheduler }), scheduler);
    }

    /// <summary>Sends what is pending and awaits a load.</summary>
    public static async Task<T> DispatchFor<T>(this ManualBatchScheduler scheduler, Task<T> load)
    {
        scheduler.Dispatch();
        return await load.WithTimeout();
    }
}
