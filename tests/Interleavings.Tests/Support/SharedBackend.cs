namespace DataLoader.Interleavings.Support;

/// <summary>Requests that share the calls of a backend, one at a time.</summary>
internal sealed class SharedBackend(Backend backend)
    : SharedBatches<int, int, int>(new("Users"), new() { MaxConcurrentBatches = 1, MaxWait = Timeout.InfiniteTimeSpan })
{
    /// <summary>The loader of a request.</summary>
    public BatchLoader<int, int> Request(LoaderScope? scope = null) => new Loader(this, scope);

    protected override Task LoadBatchAsync(int partition, Batch<int, int> batch) => backend.Answer(batch);

    private sealed class Loader(SharedBackend shared, LoaderScope? scope) : BatchLoader<int, int>(new("Users"), scope)
    {
        protected override Task LoadBatchAsync(Batch<int, int> batch) => shared.LoadAsync(1, batch);
    }
}
