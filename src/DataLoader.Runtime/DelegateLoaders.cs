namespace DataLoader;

/// <summary>The loader behind <c>BatchLoader.Create</c>.</summary>
internal sealed class DelegateLoader<TKey, TValue>(
    Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<TValue>>> batchFunction,
    BatchLoaderOptions<TKey, TValue>? options,
    LoaderScope? scope)
    : BatchLoader<TKey, TValue>(DelegateLoaders<TKey, TValue>.Definition, scope, options)
    where TKey : notnull
{
    protected override async Task LoadBatchAsync(Batch<TKey, TValue> batch)
        => batch.SetValues(await batch.CallAsync(batchFunction).ConfigureAwait(false));
}

/// <summary>The loader behind <c>BatchLoader.CreateSettled</c>.</summary>
internal sealed class SettledDelegateLoader<TKey, TValue>(
    Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<LoadResult<TValue>>>> batchFunction,
    BatchLoaderOptions<TKey, TValue>? options,
    LoaderScope? scope)
    : BatchLoader<TKey, TValue>(DelegateLoaders<TKey, TValue>.Definition, scope, options)
    where TKey : notnull
{
    protected override async Task LoadBatchAsync(Batch<TKey, TValue> batch)
        => batch.SetResults(await batch.CallAsync(batchFunction).ConfigureAwait(false));
}

/// <summary>The loader behind <c>BatchLoader.Create</c> with a cache key.</summary>
internal sealed class KeyedDelegateLoader<TKey, TCacheKey, TValue>(
    Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<TValue>>> batchFunction,
    Func<TKey, TCacheKey> cacheKey,
    BatchLoaderOptions<TCacheKey, TValue>? options,
    LoaderScope? scope)
    : BatchLoader<TKey, TCacheKey, TValue>(DelegateLoaders<TKey, TValue>.Definition, scope, options)
    where TKey : notnull
    where TCacheKey : notnull
{
    protected override TCacheKey GetCacheKey(TKey key) => cacheKey(key);

    protected override async Task LoadBatchAsync(Batch<TKey, TValue> batch)
        => batch.SetValues(await batch.CallAsync(batchFunction).ConfigureAwait(false));
}

/// <summary>What loaders that are made from functions have in common. One for each pair of types: it learns how many keys they hold.</summary>
internal static class DelegateLoaders<TKey, TValue>
    where TKey : notnull
{
    public static readonly BatchLoaderDefinition Definition = new("BatchLoader");
}

/// <summary>Calls functions.</summary>
internal static class DelegateLoaders
{
    /// <summary>Calls a batch function with the keys and the token of a batch.</summary>
    public static Task<TResult> CallAsync<TKey, TValue, TResult>(
        this Batch<TKey, TValue> batch, Func<IReadOnlyList<TKey>, CancellationToken, Task<TResult>> function)
        where TKey : notnull
        => function(batch.Keys, batch.CancellationToken) ?? throw batch.NullTask();
}
