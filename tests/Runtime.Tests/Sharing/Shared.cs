namespace DataLoader.Tests;

/// <summary>What a generated <c>XLoader.Shared</c> is, with a batch method that is a delegate; and the loaders of its requests.</summary>
internal sealed class Shared<TPartition, TKey, TValue>(
    Func<TPartition, Batch<TKey, TValue>, Task> load, SharedBatchesOptions? options = null, BatchLoaderDefinition? definition = null)
    : SharedBatches<TPartition, TKey, TValue>(definition ?? new("Shared"), options)
    where TPartition : notnull
    where TKey : notnull
{
    /// <summary>The loader of one request.</summary>
    public DelegateLoader<TKey, TValue> Request(
        TPartition partition, LoaderScope? scope = null, BatchLoaderOptions<TKey, TValue>? options = null, BatchLoaderDefinition? definition = null)
        => new(batch => LoadAsync(partition, batch), definition ?? new("Shared"), scope, options);

    protected override Task LoadBatchAsync(TPartition partition, Batch<TKey, TValue> batch) => load(partition, batch);
}

internal static class Shared
{
    /// <summary>One call at a time, made by a gated backend.</summary>
    public static (Shared<string, int, string> Shared, GatedBatch<int, string> Backend) Gated(SharedBatchesOptions? options = null)
    {
        var backend = GatedBatch.Of<int, string>(static key => $"v{key}");
        return (new(Call, options ?? OneCall()), backend);

        async Task Call(string partition, Batch<int, string> batch) => batch.SetValues(await backend.LoadAsync(batch.Keys, batch.CancellationToken));
    }

    /// <summary>One call at a time, and nobody gets tired of waiting.</summary>
    public static SharedBatchesOptions OneCall() => new() { MaxConcurrentBatches = 1, MaxWait = Timeout.InfiniteTimeSpan };

    /// <summary>Loads keys as one request does: in one batch, which is in the hands of the shared batches when this returns.</summary>
    public static Task<IReadOnlyList<TValue>> Load<TKey, TValue>(this BatchLoader<TKey, TValue> loader, params TKey[] keys)
        where TKey : notnull
    {
        using (loader.Core.Scope.OpenFrame())
            return loader.LoadManyAsync(keys);
    }

    /// <inheritdoc cref="Load{TKey, TValue}(BatchLoader{TKey, TValue}, TKey[])"/>
    public static Task<IReadOnlyList<TValue>> Load<TKey, TValue>(this BatchLoader<TKey, TValue> loader, CancellationToken token, params TKey[] keys)
        where TKey : notnull
    {
        using (loader.Core.Scope.OpenFrame())
            return loader.LoadManyAsync(keys, token);
    }
}
