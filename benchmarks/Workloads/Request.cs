namespace DataLoader.Workloads;

/// <summary>One call of a backend: values for keys, in the order of the keys.</summary>
public delegate Task<IReadOnlyList<int>> BatchFunction(IReadOnlyList<int> keys);

/// <summary>
/// One request of a workload: makes its loaders, counts their batches and runs its body. Derive from it to measure another kind of loader.
/// </summary>
public abstract class Request
{
    private int _batches;

    /// <summary>How many batches the counted loaders have sent.</summary>
    public int Batches => Volatile.Read(ref _batches);

    /// <summary>Makes a loader.</summary>
    /// <param name="backend">What answers its batches.</param>
    /// <param name="counted">Whether its batches count.</param>
    public ILoads Loader(BatchFunction backend, bool counted = true)
        => Make(counted ? keys => Count(backend, keys) : backend);

    /// <summary>Runs the body of the request: as it is, or in a root frame.</summary>
    public virtual Task RunAsync(Func<Task> body) => body();

    /// <summary>Runs what an executor does at one go: as it is, or in a root frame.</summary>
    public virtual void RunRound(Action work) => work();

    protected abstract ILoads Make(BatchFunction batch);

    private Task<IReadOnlyList<int>> Count(BatchFunction backend, IReadOnlyList<int> keys)
    {
        Interlocked.Increment(ref _batches);
        return backend(keys);
    }
}

/// <summary>What a workload needs of a loader.</summary>
public interface ILoads
{
    Task<int> LoadAsync(int key);

    void Prime(int key, int value);
}
