using Baselines;
using BenchmarkDotNet.Attributes;

namespace DataLoader.Benchmarks;

/// <summary>1,000 keys asked for in one call.</summary>
public class LoadManyBenchmarks
{
    private const int Count = 1_000;
    private readonly int[] _keys = [.. Enumerable.Range(0, Count)];
    private readonly ReadyBatches<int> _backend = new(Count);

    [Benchmark(Baseline = true)]
    public Task<int[]> Floor()
    {
        var loader = new FloorLoader<int, int>();
        Task<int[]> all = Task.WhenAll(Array.ConvertAll(_keys, loader.LoadAsync));
        loader.Complete(_backend.Values);
        return all;
    }

    [Benchmark]
    public Task<int[]> Naive()
    {
        var loader = new NaiveLoader<int, int>(_backend.LoadAsync);
        return Task.WhenAll(Array.ConvertAll(_keys, loader.LoadAsync));
    }

    [Benchmark]
    public Task<IReadOnlyList<int>> Ours()
    {
        using var scope = new LoaderScope();
        var loader = new ByIntLoader(_backend, scope);
        using (scope.OpenFrame())
            return loader.LoadManyAsync(_keys);
    }
}
