using Baselines;
using BenchmarkDotNet.Attributes;

namespace DataLoader.Benchmarks;

/// <summary>A load of a key whose value is there; 1,000 keys in the loader, time for one load.</summary>
[GenericTypeArguments(typeof(int))]
[GenericTypeArguments(typeof(string))]
[GenericTypeArguments(typeof(Guid))]
[GenericTypeArguments(typeof(Composite))]
public class HitBenchmarks<TKey>
    where TKey : notnull
{
    private const int Count = 1_000;
    private readonly TKey[] _keys = [.. Enumerable.Range(0, Count).Select(Queries.Key<TKey>)];
    private readonly FloorLoader<TKey, int> _floor = new();
    private NaiveLoader<TKey, int> _naive = null!;
    private BatchLoader<TKey, int> _ours = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        var backend = new ReadyBatches<TKey>(Count);
        _naive = new NaiveLoader<TKey, int>(backend.LoadAsync, dispatchesItself: false);
        var scope = new LoaderScope();
        _ours = Queries.Loader(backend, scope);
        using (scope.OpenFrame())
        {
            foreach (TKey key in _keys)
            {
                _ = _floor.LoadAsync(key);
                _ = _naive.LoadAsync(key);
                _ = _ours.LoadAsync(key);
            }
        }

        _floor.Complete(backend.Values);
        await _naive.DispatchAsync().ConfigureAwait(false);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Floor()
    {
        int sum = 0;
        foreach (TKey key in _keys)
            sum += _floor.LoadAsync(key).Result;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Naive()
    {
        int sum = 0;
        foreach (TKey key in _keys)
            sum += _naive.LoadAsync(key).Result;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Ours()
    {
        int sum = 0;
        foreach (TKey key in _keys)
            sum += _ours.LoadAsync(key).Result;
        return sum;
    }
}
