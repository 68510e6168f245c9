using Baselines;
using DataLoader;

namespace Ratios;

/// <summary>What a dispatch costs: single loads, chains, nested levels, several threads. The yardstick is the simplest hop of the pool.</summary>
internal static class Dispatching
{
    private static readonly Task<IReadOnlyList<int>> One = Task.FromResult<IReadOnlyList<int>>([1]);

    public static void Run(Report report)
    {
        report.Table("dispatch, ns per load");
        Single(report);
        Chain(report);
        Threads(report);
    }

    // Single loads on fresh loaders, each awaited. Nothing can be coalesced: this is latency.
    private static void Single(Report report)
    {
        const int Loads = 1_000;
        Sample[] samples = Sampling.TakeWall(
            Loads,
            5,
            101,
            ("pool", () => OnPool(async () =>
            {
                for (int i = 0; i < Loads; i++)
                    await new PoolLoader<int, int>(OneAsync).LoadAsync(i).ConfigureAwait(false);
            })),
            ("naive", () => OnPool(async () =>
            {
                for (int i = 0; i < Loads; i++)
                    await new NaiveLoader<int, int>(OneAsync).LoadAsync(i).ConfigureAwait(false);
            })),
            ("ours", () => OnPool(async () =>
            {
                for (int i = 0; i < Loads; i++)
                {
                    using var scope = new LoaderScope();
                    await new OneLoader(scope).LoadAsync(i).ConfigureAwait(false);
                }
            })),
            ("ours-frame", () => OnPool(async () =>
            {
                for (int i = 0; i < Loads; i++)
                {
                    using var scope = new LoaderScope();
                    var loader = new OneLoader(scope);
                    await scope.RunAsync(() => loader.LoadAsync(i)).ConfigureAwait(false);
                }
            })));
        report.Row("dispatch", "request entry", samples);
        report.Time("root dispatch (scope + first load) / pool hop", samples[2], samples[0], 1.5);
        report.Time("root dispatch in a frame / pool hop", samples[3], samples[0], 1.5);
    }

    private static void Chain(Report report)
    {
        const int Length = 1_000;
        Sample[] samples = Sampling.TakeWall(
            Length,
            20,
            101,
            ("pool", () => OnPool(async () =>
            {
                var loader = new PoolLoader<int, int>(OneAsync);
                for (int i = 0; i < Length; i++)
                    await loader.LoadAsync(i).ConfigureAwait(false);
            })),
            ("naive", () => OnPool(async () =>
            {
                var loader = new NaiveLoader<int, int>(OneAsync);
                for (int i = 0; i < Length; i++)
                    await loader.LoadAsync(i).ConfigureAwait(false);
            })),
            ("ours", () => OnPool(async () =>
            {
                using var scope = new LoaderScope();
                var loader = new OneLoader(scope);
                for (int i = 0; i < Length; i++)
                    await loader.LoadAsync(i).ConfigureAwait(false);
            })));
        report.Row("dispatch", "chain hop", samples);
        report.Time("chain hop / pool hop", samples[2], samples[0], 1.3);
    }

    // 10,000 distinct keys of one loader, asked for by four threads at once, until all values are there.
    private static void Threads(Report report)
    {
        const int Count = 10_000;
        const int ThreadCount = 4;
        var tasks = new Task<int>[Count];
        Func<int, Task<int>> load = null!;
        var barrier = new Barrier(ThreadCount + 1);
        for (int t = 0; t < ThreadCount; t++)
        {
            int first = t;
            new Thread(() =>
            {
                while (true)
                {
                    barrier.SignalAndWait();
                    for (int i = first; i < Count; i += ThreadCount)
                        tasks[i] = load(i);
                    barrier.SignalAndWait();
                }
            }) { IsBackground = true }.Start();
        }

        void OnThreads(Func<int, Task<int>> loader)
        {
            load = loader;
            barrier.SignalAndWait();
            barrier.SignalAndWait();
            for (int i = 0; i < Count; i++)
            {
                if (tasks[i].GetAwaiter().GetResult() != i)
                    throw new InvalidOperationException("wrong values");
            }
        }

        Sample[] samples = Sampling.TakeWall(
            Count,
            5,
            101,
            ("naive", () => OnThreads(new NaiveLoader<int, int>(SameAsync).LoadAsync)),
            ("ours", () =>
            {
                using var scope = new LoaderScope();
                OnThreads(new SameLoader(scope).LoadAsync);
            }));
        report.Row("dispatch", "4 threads", samples);
        report.Time("4 threads on one loader / naive", samples[1], samples[0], 0.6);
    }

    public static void OnPool(Func<Task> body) => Task.Run(body).GetAwaiter().GetResult();

    private static Task<IReadOnlyList<int>> OneAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) => One;

    private static Task<IReadOnlyList<int>> SameAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) => Task.FromResult(keys);

    private sealed class OneLoader(LoaderScope scope) : BatchLoader<int, int>(Definition, scope)
    {
        private static readonly BatchLoaderDefinition Definition = new("OneLoader") { MissingKeys = MissingKeys.Fail };

        protected override async Task LoadBatchAsync(Batch<int, int> batch) => batch.SetValues(await One.ConfigureAwait(false));
    }

    private sealed class SameLoader(LoaderScope scope) : BatchLoader<int, int>(Definition, scope)
    {
        private static readonly BatchLoaderDefinition Definition = new("SameLoader") { MissingKeys = MissingKeys.Fail };

        protected override async Task LoadBatchAsync(Batch<int, int> batch) => batch.SetValues(await Task.FromResult(batch.Keys).ConfigureAwait(false));
    }
}
