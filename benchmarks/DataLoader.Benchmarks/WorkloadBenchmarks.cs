using BenchmarkDotNet.Attributes;
using DataLoader.Workloads;

namespace DataLoader.Benchmarks;

/// <summary>
/// The dispatch workloads: flat, nested (W2, W2y), chain (W4, W4y), several loaders, foreign hops, shared tasks, half-warm caches. Timers dominate
/// where the backend waits; the batch counts are what matters there, and BatchCounts counts them over many runs.
/// </summary>
public class WorkloadBenchmarks
{
    private Workload _workload = null!;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    public static IEnumerable<string> Names => Workload.All.Where(it => !it.IsCold).Select(it => it.Name);

    [GlobalSetup]
    public void Setup() => _workload = Workload.All.Single(it => it.Name == Name);

    [Benchmark(Baseline = true)]
    public Task<int> PoolHop() => Task.Run(() => _workload.RunAsync(static () => new PoolRequest()));

    [Benchmark]
    public Task<int> Naive() => Task.Run(() => _workload.RunAsync(static () => new NaiveRequest()));

    [Benchmark]
    public Task<int> Ours() => Task.Run(() => _workload.RunAsync(static () => new ScopedRequest(rootFrame: false)));

    [Benchmark]
    public Task<int> OursInFrame() => Task.Run(() => _workload.RunAsync(static () => new ScopedRequest(rootFrame: true)));
}
