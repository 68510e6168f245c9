using System.Runtime.CompilerServices;
using Baselines;
using DataLoader;

namespace Ratios;

/// <summary>Many keys in one call, and a load of one of them afterwards.</summary>
internal static class Lists
{
    // The framework has tasks ready for small numbers.
    private const int One = 1_000;

    public static void Run(Report report)
    {
        report.Table("LoadManyAsync, int keys, ns and bytes per key");
        foreach (int n in (int[])[1, 10, 100, 1_000, 10_000])
        {
            int[] keys = [.. Enumerable.Range(0, n)];
            ReadyBatches<int> backend = Backend(n);
            using var cancel = new CancellationTokenSource();
            CancellationToken token = cancel.Token;
            Sample[] samples = Sampling.Take(
                n,
                ("floor, WhenAll", () => Floor(keys, backend)),
                ("ours", () => Ours(keys, backend, default)),
                ("ours, with a token", () => Ours(keys, backend, token)));
            report.Row("many", n.ToString(), samples);
            if (n == 10)
                report.Time($"LoadMany N={n} / floor and WhenAll", samples[1], samples[0], 0.8);
            if (n != 1_000)
                continue;
            report.Time($"LoadMany N={n} / floor and WhenAll", samples[1], samples[0], 0.45);
            report.AtMost($"LoadMany N={n}, bytes", samples[1].Bytes, 45, "B");
        }

        report.Table("a key of a list asked for alone afterwards, 1,000 keys, ns and bytes per key");
        int[] all = [.. Enumerable.Range(0, 1_000)];
        ReadyBatches<int> ready = Backend(all.Length);
        Sample[] lists = Sampling.Take(
            all.Length,
            ("Dictionary", () => Missed(all)),
            ("list alone", () => Ours(all, ready, default)),
            ("list, then each alone", () => Each(all, ready, 1)),
            ("list, then each alone twice", () => Each(all, ready, 2)));
        report.Row("many", "then each", lists);
        double first = lists[2].LowerQuartile - lists[1].LowerQuartile;
        double second = lists[3].LowerQuartile - lists[2].LowerQuartile;
        report.Note(FormattableString.Invariant($"first {first:0.0} ns ({first / lists[0].LowerQuartile:0.00}x of a miss in a Dictionary and a task), then {second:0.0} ns"));
        report.AtMost("key of a list, first load alone / miss in a Dictionary and a task", first / lists[0].LowerQuartile, 1.2, "x");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Floor(int[] keys, ReadyBatches<int> backend)
    {
        var loader = new FloorLoader<int, int>();
        var tasks = new Task<int>[keys.Length];
        for (int i = 0; i < keys.Length; i++)
            tasks[i] = loader.LoadAsync(keys[i]);
        Task<int[]> all = Task.WhenAll(tasks);
        loader.Complete(backend.Values);
        Read(all.Result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ours(int[] keys, ReadyBatches<int> backend, CancellationToken token)
    {
        using var scope = new LoaderScope();
        var loader = new GeneratedStyleLoader<int>(backend, scope);
        Read(Load(loader, scope, keys, token).Result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Each(int[] keys, ReadyBatches<int> backend, int times)
    {
        using var scope = new LoaderScope();
        var loader = new GeneratedStyleLoader<int>(backend, scope);
        Read(Load(loader, scope, keys, default).Result);
        int sum = 0;
        for (int time = 0; time < times; time++)
        {
            foreach (int key in keys)
                sum += loader.LoadAsync(key).Result;
        }

        Check(sum, times * keys.Length);
    }

    // A key that a Dictionary does not have, and a task for it, which the Dictionary keeps.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Missed(int[] keys)
    {
        var tasks = new Dictionary<int, Task<int>>();
        int sum = 0;
        foreach (int key in keys)
        {
            if (!tasks.TryGetValue(key, out Task<int>? task))
                tasks.Add(key, task = Task.FromResult(One + key));
            sum += task.Result;
        }

        Check(sum, keys.Length);
    }

    private static Task<IReadOnlyList<int>> Load(GeneratedStyleLoader<int> loader, LoaderScope scope, int[] keys, CancellationToken token)
    {
        using (scope.OpenFrame())
            return loader.LoadManyAsync(keys, token);
    }

    private static void Read(IReadOnlyList<int> values)
    {
        int sum = 0;
        for (int i = 0; i < values.Count; i++)
            sum += values[i];
        Check(sum, values.Count);
    }

    private static ReadyBatches<int> Backend(int count)
    {
        var backend = new ReadyBatches<int>(count);
        Array.Fill(backend.Values, One);
        return backend;
    }

    private static void Check(int sum, int count)
    {
        if (sum < One * count)
            throw new InvalidOperationException("wrong values");
    }
}
