namespace DataLoader.Tests;

/// <summary>An observer that remembers what it was told, and a scope that it observes.</summary>
internal sealed class Watching : LoaderObserver, IDisposable
{
    private readonly List<BatchReceipt> _batches = [];
    private readonly TaskCompletionSource<ScopeReceipt> _ended = new();

    public LoaderScope Scope => field ??= new LoaderScope([this]);

    public bool WithCallSites { get; init; }

    public Action<BatchReceipt>? OnBatch { get; init; }

    public override bool CapturesCallSites => WithCallSites;

    /// <summary>What the scope did; it must have been disposed.</summary>
    public ScopeReceipt Ended => _ended.Task.Result;

    public BatchReceipt[] Batches
    {
        get
        {
            lock (_batches)
                return [.. _batches.OrderBy(static batch => batch.Number)];
        }
    }

    public override void OnBatchEnded(BatchReceipt receipt)
    {
        lock (_batches)
            _batches.Add(receipt);
        OnBatch?.Invoke(receipt);
    }

    public override void OnScopeEnded(ScopeReceipt receipt) => _ended.SetResult(receipt);

    public void Dispose() => Scope.Dispose();

    /// <summary>A loader of this scope that answers with its keys.</summary>
    public BatchLoader<int, int> Loader(string name, int maxBatchSize = int.MaxValue, BatchScheduler? scheduler = null, bool cache = true)
        => Loader(name, RecordingBatch.Identity<int>().LoadAsync, maxBatchSize, scheduler, cache);

    public BatchLoader<int, int> Loader(
        string name,
        Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyList<int>>> batch,
        int maxBatchSize = int.MaxValue,
        BatchScheduler? scheduler = null,
        bool cache = true)
        => BatchLoader.Create(batch, new() { Name = name, MaxBatchSize = maxBatchSize, Scheduler = scheduler, Cache = cache }, Scope);
}
