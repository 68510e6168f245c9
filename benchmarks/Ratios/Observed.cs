using System.Runtime.CompilerServices;
using Baselines;
using DataLoader;

namespace Ratios;

/// <summary>The same load with nobody observing, with an observer, and with one that has the scope keep its receipts.</summary>
internal static class Observed
{
    public static void Run(Report report)
    {
        report.Table("a scope that is observed, ns and bytes per key");
        foreach (int n in (int[])[1, 10, 100, 1_000])
        {
            int[] keys = [.. Enumerable.Range(0, n)];
            var tasks = new Task<int>[n];
            var backend = new ReadyBatches<int>(n);
            LoaderObserver[] counting = [new Counter()];
            LoaderObserver[] keeping = [LoaderObserver.KeepingReceipts];
            Sample[] samples = Sampling.Take(
                n,
                ("nobody", () => Loads.Ours(keys, tasks, backend)),
                ("observer", () => Load(keys, tasks, backend, counting)),
                ("keeping", () => Load(keys, tasks, backend, keeping)));
            report.Row("observed", n.ToString(), samples);
            if (n == 100)
                report.Time($"load N={n}, observed / not", samples[1], samples[0], 1.15);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load(int[] keys, Task<int>[] tasks, ReadyBatches<int> backend, LoaderObserver[] observers)
    {
        using var scope = new LoaderScope(observers);
        var loader = new GeneratedStyleLoader<int>(backend, scope);
        using (scope.OpenFrame())
        {
            for (int i = 0; i < keys.Length; i++)
                tasks[i] = loader.LoadAsync(keys[i]);
        }

        Loads.Read(tasks);
    }

    private sealed class Counter : LoaderObserver
    {
        private long _keys;

        public override void OnBatchEnded(BatchReceipt receipt) => _keys += receipt.KeyCount;
    }
}
