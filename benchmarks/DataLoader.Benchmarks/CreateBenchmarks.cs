using Baselines;
using BenchmarkDotNet.Attributes;

namespace DataLoader.Benchmarks;

/// <summary>The generated loader against <c>BatchLoader.Create</c>, with an options object that is kept and with none.</summary>
public class CreateBenchmarks
{
    private readonly BatchLoaderOptions<int, int> _options = new();
    private Task<int>[] _tasks = [];
    private ReadyBatches<int> _backend = null!;

    [Params(1, 10, 1_000)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _tasks = new Task<int>[N];
        _backend = new ReadyBatches<int>(N);
    }

    [Benchmark(Baseline = true)]
    public int Generated()
    {
        using var scope = new LoaderScope();
        return Load(new ByIntLoader(_backend, scope), scope);
    }

    [Benchmark]
    public int CreateWithOptions()
    {
        using var scope = new LoaderScope();
        return Load(BatchLoader.Create<int, int>(_backend.LoadAsync, _options, scope), scope);
    }

    [Benchmark]
    public int Create()
    {
        using var scope = new LoaderScope();
        return Load(BatchLoader.Create<int, int>(_backend.LoadAsync, scope: scope), scope);
    }

    private int Load(BatchLoader<int, int> loader, LoaderScope scope)
    {
        using (scope.OpenFrame())
        {
            for (int i = 0; i < _tasks.Length; i++)
                _tasks[i] = loader.LoadAsync(i);
        }

        return _tasks[^1].Result;
    }
}
