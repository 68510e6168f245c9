namespace DataLoader.Stress.Model;

/// <summary>The real loader of each variant.</summary>
internal static class Loaders
{
    private static readonly BatchLoaderDefinition Definition = new("Model") { MissingKeys = MissingKeys.Fail };

    public static BatchLoader<int, int> Make(Variant variant, Func<Batch<int, int>, Task> backend, LoaderScope scope, BatchScheduler? scheduler = null)
    {
        var options = new BatchLoaderOptions<int, int>
        {
            Scheduler = scheduler,
            MaxBatchSize = variant.MaxBatchSize,
            MaxConcurrentBatches = variant.MaxConcurrentBatches,
            Cache = variant.Cache != Cache.Off,
            CacheMap = variant.Cache == Cache.Map ? new DictionaryCache() : null,
            KeyComparer = variant.Cache == Cache.Comparer ? new IdentityComparer(variant) : null,
        };
        return variant.Cache == Cache.CacheKey
            ? new Keyed(variant, backend, options, scope)
            : new Plain(backend, options, scope);
    }

    private sealed class Plain(Func<Batch<int, int>, Task> backend, BatchLoaderOptions<int, int> options, LoaderScope scope)
        : BatchLoader<int, int>(Definition, scope, options)
    {
        protected override Task LoadBatchAsync(Batch<int, int> batch) => backend(batch);
    }

    private sealed class Keyed(Variant variant, Func<Batch<int, int>, Task> backend, BatchLoaderOptions<long, int> options, LoaderScope scope)
        : BatchLoader<int, long, int>(Definition, scope, options)
    {
        public Keyed(Variant variant, Func<Batch<int, int>, Task> backend, BatchLoaderOptions<int, int> options, LoaderScope scope)
            : this(variant, backend, Copy(options), scope)
        {
        }

        protected override long GetCacheKey(int key) => variant.IdentityOf(key);

        protected override Task LoadBatchAsync(Batch<int, int> batch) => backend(batch);

        private static BatchLoaderOptions<long, int> Copy(BatchLoaderOptions<int, int> options) => new()
        {
            Scheduler = options.Scheduler,
            MaxBatchSize = options.MaxBatchSize,
            MaxConcurrentBatches = options.MaxConcurrentBatches,
        };
    }

    private sealed class IdentityComparer(Variant variant) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => variant.IdentityOf(x) == variant.IdentityOf(y);

        public int GetHashCode(int obj) => variant.IdentityOf(obj) % 3;
    }
}
