using Baselines;
using BenchmarkDotNet.Attributes;

namespace DataLoader.Benchmarks;

/// <summary>What a request pays for its first load: scope, loader, dispatch, one value. 100 requests one after the other, time for one.</summary>
public class RequestEntryBenchmarks
{
    private const int Requests = 100;
    private readonly ReadyBatches<int> _backend = new(1);

    [Benchmark(Baseline = true, OperationsPerInvoke = Requests)]
    public Task PoolHop() => Task.Run(async () =>
    {
        for (int i = 0; i < Requests; i++)
            await new PoolLoader<int, int>(_backend.LoadAsync).LoadAsync(i).ConfigureAwait(false);
    });

    [Benchmark(OperationsPerInvoke = Requests)]
    public Task Naive() => Task.Run(async () =>
    {
        for (int i = 0; i < Requests; i++)
            await new NaiveLoader<int, int>(_backend.LoadAsync).LoadAsync(i).ConfigureAwait(false);
    });

    [Benchmark(OperationsPerInvoke = Requests)]
    public Task Ours() => Task.Run(async () =>
    {
        for (int i = 0; i < Requests; i++)
        {
            using var scope = new LoaderScope();
            await new ByIntLoader(_backend, scope).LoadAsync(i).ConfigureAwait(false);
        }
    });

    [Benchmark(OperationsPerInvoke = Requests)]
    public Task OursInFrame() => Task.Run(async () =>
    {
        for (int i = 0; i < Requests; i++)
        {
            using var scope = new LoaderScope();
            var loader = new ByIntLoader(_backend, scope);
            await scope.RunAsync(() => loader.LoadAsync(i)).ConfigureAwait(false);
        }
    });
}
