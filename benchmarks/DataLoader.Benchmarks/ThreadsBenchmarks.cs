using Baselines;
using BenchmarkDotNet.Attributes;

namespace DataLoader.Benchmarks;

/// <summary>10,000 distinct keys of one loader, asked for by several threads at once, until all values are there.</summary>
public class ThreadsBenchmarks
{
    private const int Count = 10_000;
    private readonly Task<int>[] _tasks = new Task<int>[Count];

    [Params(1, 4)]
    public int Threads { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public Task Naive() => OnThreads(new NaiveLoader<int, int>(EchoAsync).LoadAsync);

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task Ours()
    {
        using var scope = new LoaderScope();
        await OnThreads(BatchLoader.Create<int, int>(EchoAsync, scope: scope).LoadAsync).ConfigureAwait(false);
    }

    private static Task<IReadOnlyList<int>> EchoAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) => Task.FromResult(keys);

    private async Task OnThreads(Func<int, Task<int>> load)
    {
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(first => Task.Run(() =>
        {
            for (int i = first; i < Count; i += Threads)
                _tasks[i] = load(i);
        }))).ConfigureAwait(false);
        foreach (Task<int> task in _tasks)
            await task.ConfigureAwait(false);
    }
}
