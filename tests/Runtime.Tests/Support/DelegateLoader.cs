namespace DataLoader.Tests;

/// <summary>A hand-written loader, as the generator would emit it, whose batch method is a delegate.</summary>
internal sealed class DelegateLoader<TKey, TValue>(
    Func<Batch<TKey, TValue>, Task> load,
    BatchLoaderDefinition? definition = null,
    LoaderScope? scope = null,
    BatchLoaderOptions<TKey, TValue>? options = null)
    : BatchLoader<TKey, TValue>(definition ?? new("Delegate"), scope, options)
    where TKey : notnull
{
    protected override Task LoadBatchAsync(Batch<TKey, TValue> batch) => load(batch);
}

/// <summary>A hand-written loader with a cache key, whose parts are delegates.</summary>
internal sealed class DelegateLoader<TKey, TCacheKey, TValue>(
    Func<Batch<TKey, TValue>, Task> load,
    Func<TKey, TCacheKey> cacheKey,
    BatchLoaderDefinition? definition = null,
    LoaderScope? scope = null,
    BatchLoaderOptions<TCacheKey, TValue>? options = null)
    : BatchLoader<TKey, TCacheKey, TValue>(definition ?? new("Delegate"), scope, options)
    where TKey : notnull
    where TCacheKey : notnull
{
    protected override TCacheKey GetCacheKey(TKey key) => cacheKey(key);

    protected override Task LoadBatchAsync(Batch<TKey, TValue> batch) => load(batch);
}
