namespace DataLoader;

/// <summary>
/// Is told what loaders did: by the scopes that it was given to, or, registered in the container as <see cref="LoaderObserver"/>, by those of each
/// request. It sees everything, whatever a sampler of traces decides. Its methods are called on the threads that load, several at a time: they must be
/// quick and safe for threads. What they throw is dropped, so that no caller is harmed.
/// </summary>
public abstract class LoaderObserver
{
    /// <summary>An observer that only has its scopes keep their receipts: for tests, consoles and bug reports.</summary>
    public static LoaderObserver KeepingReceipts { get; } = new Keeper();

    /// <summary>
    /// Whether scopes keep the receipts of their batches until they end, the first 4,096 of them: for <see cref="LoaderScope.Receipts"/> and
    /// <see cref="ScopeReceipt.Batches"/>. Asked once for each scope.
    /// </summary>
    public virtual bool KeepsReceipts => false;

    /// <summary>
    /// Whether the places in the code are noted that ask for keys: a stack walk for each key, which costs many times what a load costs. For development
    /// only. Asked once for each scope.
    /// </summary>
    public virtual bool CapturesCallSites => false;

    /// <summary>A batch method has ended, and its callers have not been answered yet. May come after <see cref="OnScopeEnded"/>.</summary>
    /// <param name="receipt">What became of the batch.</param>
    public virtual void OnBatchEnded(BatchReceipt receipt)
    {
    }

    /// <summary>
    /// A batch that was asked twice (<see cref="BatchLoaderOptions{TKey, TValue}.VerifyOneIn"/>) has brought something else for its keys in another order.
    /// Its callers get what it brought first, and have not got it yet.
    /// </summary>
    /// <param name="difference">How much differs.</param>
    public virtual void OnBatchDiffered(BatchDifference difference)
    {
    }

    /// <summary>A scope was disposed. Called once for each scope that is.</summary>
    /// <param name="receipt">What it did.</param>
    public virtual void OnScopeEnded(ScopeReceipt receipt)
    {
    }

    private sealed class Keeper : LoaderObserver
    {
        public override bool KeepsReceipts => true;
    }
}
