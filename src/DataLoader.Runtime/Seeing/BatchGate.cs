namespace DataLoader.Seeing;

/// <summary>An observer that stands between batches and their methods: for tests, which decide when a batch starts and what it brings.</summary>
internal abstract class BatchGate : LoaderObserver
{
    /// <summary>Called in place of the batch method, on the thread and in the context that it would be called in. Must not throw.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>What the runtime takes for the task of the batch method.</returns>
    public abstract Task? Pass(IGatedBatch batch);
}
