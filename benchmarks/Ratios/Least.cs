using System.Runtime.CompilerServices;
using Baselines;

namespace Ratios;

/// <summary>What batches cost at least: the floor, a loader that could not be used, the same with the locks of one that could, and ours.</summary>
internal static class Least
{
    public static void Run(Report report)
    {
        report.Table("the least a loader with batches can cost, int keys, ns and bytes per key");
        foreach (int n in (int[])[1, 10, 100])
        {
            int[] keys = [.. Enumerable.Range(0, n)];
            var tasks = new Task<int>[n];
            var backend = new ReadyBatches<int>(n);
            report.Row("least", n.ToString(), Sampling.Take(
                n,
                ("floor", () => Loads.Floor(keys, tasks, backend)),
                ("least", () => Load(keys, tasks, backend, locks: false)),
                ("least-with-locks", () => Load(keys, tasks, backend, locks: true)),
                ("ours", () => Loads.Ours(keys, tasks, backend))));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load(int[] keys, Task<int>[] tasks, ReadyBatches<int> backend, bool locks)
    {
        var scope = new LeastScope();
        var loader = new Loader(backend, scope, locks);
        for (int i = 0; i < keys.Length; i++)
            tasks[i] = loader.LoadAsync(keys[i]);
        scope.Dispatch();
        Loads.Read(tasks);
    }

    private sealed class Loader(ReadyBatches<int> backend, LeastScope scope, bool locks) : LeastLoader<int, int>(scope, locks)
    {
        protected override async Task LoadBatchAsync(Batch batch) => batch.SetValues(await backend.LoadAsync(batch).ConfigureAwait(false));
    }
}
