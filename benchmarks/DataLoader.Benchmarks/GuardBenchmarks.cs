using BenchmarkDotNet.Attributes;

namespace DataLoader.Benchmarks;

/// <summary>1,000 rows: taken as they come, proved to be in the order of the keys, put into it.</summary>
public class GuardBenchmarks
{
    private const int Count = 1_000;
    private readonly ReadyRows _backend = new(Count);
    private readonly Task<Row>[] _tasks = new Task<Row>[Count];

    [Benchmark(Baseline = true)]
    public int Unguarded()
    {
        using var scope = new LoaderScope();
        return Load(new UnguardedLoader(_backend, scope), scope);
    }

    [Benchmark]
    public int Guarded()
    {
        using var scope = new LoaderScope();
        return Load(new GuardedLoader(_backend, scope), scope);
    }

    [Benchmark]
    public int AnyOrder()
    {
        using var scope = new LoaderScope();
        return Load(new AnyOrderLoader(_backend, scope), scope);
    }

    private int Load(BatchLoader<int, Row> loader, LoaderScope scope)
    {
        using (scope.OpenFrame())
        {
            for (int i = 0; i < _tasks.Length; i++)
                _tasks[i] = loader.LoadAsync(i);
        }

        return _tasks[^1].Result.Id;
    }
}
