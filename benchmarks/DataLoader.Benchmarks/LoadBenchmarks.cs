using Baselines;
using BenchmarkDotNet.Attributes;

namespace DataLoader.Benchmarks;

/// <summary>
/// N loads of distinct keys by a fresh loader, the batch ready at once, all values read. Ours pays its scope, frame, dispatch and batch; floor and
/// naive are flushed by hand.
/// </summary>
[GenericTypeArguments(typeof(int))]
[GenericTypeArguments(typeof(string))]
[GenericTypeArguments(typeof(Guid))]
[GenericTypeArguments(typeof(Composite))]
public class LoadBenchmarks<TKey>
    where TKey : notnull
{
    private TKey[] _keys = [];
    private Task<int>[] _tasks = [];
    private ReadyBatches<TKey> _backend = null!;

    [Params(1, 10, 100, 1_000, 10_000)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _keys = [.. Enumerable.Range(0, N).Select(Queries.Key<TKey>)];
        _tasks = new Task<int>[N];
        _backend = new ReadyBatches<TKey>(N);
    }

    [Benchmark(Baseline = true)]
    public int Floor()
    {
        var loader = new FloorLoader<TKey, int>();
        for (int i = 0; i < _keys.Length; i++)
            _tasks[i] = loader.LoadAsync(_keys[i]);
        loader.Complete(_backend.Values);
        return Sum();
    }

    [Benchmark]
    public int Naive()
    {
        var loader = new NaiveLoader<TKey, int>(_backend.LoadAsync, dispatchesItself: false);
        for (int i = 0; i < _keys.Length; i++)
            _tasks[i] = loader.LoadAsync(_keys[i]);
        _ = loader.DispatchAsync();
        return Sum();
    }

    [Benchmark]
    public int Ours()
    {
        using var scope = new LoaderScope();
        BatchLoader<TKey, int> loader = Queries.Loader(_backend, scope);
        using (scope.OpenFrame())
        {
            for (int i = 0; i < _keys.Length; i++)
                _tasks[i] = loader.LoadAsync(_keys[i]);
        }

        return Sum();
    }

    private int Sum()
    {
        int sum = 0;
        foreach (Task<int> task in _tasks)
            sum += task.Result;
        return sum;
    }
}
