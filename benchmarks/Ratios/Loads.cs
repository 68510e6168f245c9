using System.Runtime.CompilerServices;
using Baselines;
using DataLoader;

namespace Ratios;

/// <summary>
/// One load of N distinct keys: a fresh loader for each operation, a batch that is ready at once, all values read. Ours pays scope, frame,
/// dispatch and batch; the others pay none of that.
/// </summary>
internal static class Loads
{
    private const int LoadersOfRequest = 20;

    // Below that what a load costs is what a loader, its scope and a batch cost: compared with the commit before, not with a contender that has none.
    private const int ManyKeys = 100;

    public static void Run<TKey>(Report report, string type, Func<int, TKey> keyOf, double mostTime)
        where TKey : notnull
    {
        report.Table($"load, {type} keys, ns and bytes per key");
        foreach (int n in (int[])[1, 10, 100, 1_000, 10_000])
        {
            Sample[] own = Own(n, keyOf);
            report.Row($"load-{type}", n.ToString(), own);
            (Sample floor, Sample naive, Sample ours, Sample unlearned) = (own[0], own[1], own[2], own[4]);
            string what = $"load {type} N={n}";
            if (n >= ManyKeys)
            {
                report.Time($"{what} / floor", ours, floor, mostTime);
                report.Bytes($"{what} / floor", ours, floor, 0.75);
                report.Time($"{what}, size not learned / floor", unlearned, floor, 1.3);
                if (type == "int")
                    report.AtMost($"{what}, bytes", ours.Bytes, 122, "B");
            }

            report.Time($"{what} / naive", ours, naive, 0.5);
            report.Bytes($"{what} / naive", ours, naive, 0.6);

            if (n > 100)
                continue;
            Sample[] request = Request(n, keyOf);
            report.Row($"request-{type}", $"{n} x {LoadersOfRequest}", request);
            if (n < ManyKeys)
                continue;
            report.Time($"{what} in a request / floor", request[1], request[0], mostTime);
            report.Bytes($"{what} in a request / floor", request[1], request[0], 0.75);
        }
    }

    private static Sample[] Own<TKey>(int n, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        TKey[] keys = [.. Enumerable.Range(0, n).Select(keyOf)];
        var tasks = new Task<int>[n];
        var backend = new ReadyBatches<TKey>(n);
        var options = new BatchLoaderOptions<TKey, int>();
        return Sampling.Take(
            n,
            ("floor", () => Floor(keys, tasks, backend)),
            ("naive", () => Naive(keys, tasks, backend)),
            ("ours", () => Ours(keys, tasks, backend)),
            ("ours-options", () => Created(keys, tasks, backend, options)),
            ("ours-unlearned", () => Created(keys, tasks, backend, null)));
    }

    private static Sample[] Request<TKey>(int n, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        TKey[] keys = [.. Enumerable.Range(0, n).Select(keyOf)];
        var tasks = new Task<int>[n * LoadersOfRequest];
        var backend = new ReadyBatches<TKey>(n);
        return Sampling.Take(
            n * LoadersOfRequest,
            ("floor", () => FloorRequest(keys, tasks, backend)),
            ("ours", () => OursRequest(keys, tasks, backend)));
    }

    // None of the contenders becomes part of its caller: each would be compiled in several ways, and one of them measured by chance.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Floor<TKey>(TKey[] keys, Task<int>[] tasks, ReadyBatches<TKey> backend)
        where TKey : notnull
    {
        var loader = new FloorLoader<TKey, int>();
        for (int i = 0; i < keys.Length; i++)
            tasks[i] = loader.LoadAsync(keys[i]);
        loader.Complete(backend.Values);
        Read(tasks);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Naive<TKey>(TKey[] keys, Task<int>[] tasks, ReadyBatches<TKey> backend)
        where TKey : notnull
    {
        var loader = new NaiveLoader<TKey, int>(backend.LoadAsync, dispatchesItself: false);
        for (int i = 0; i < keys.Length; i++)
            tasks[i] = loader.LoadAsync(keys[i]);
        _ = loader.DispatchAsync();
        Read(tasks);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Ours<TKey>(TKey[] keys, Task<int>[] tasks, ReadyBatches<TKey> backend)
        where TKey : notnull
    {
        using var scope = new LoaderScope();
        var loader = new GeneratedStyleLoader<TKey>(backend, scope);
        using (scope.OpenFrame())
        {
            for (int i = 0; i < keys.Length; i++)
                tasks[i] = loader.LoadAsync(keys[i]);
        }

        Read(tasks);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Created<TKey>(TKey[] keys, Task<int>[] tasks, ReadyBatches<TKey> backend, BatchLoaderOptions<TKey, int>? options)
        where TKey : notnull
    {
        using var scope = new LoaderScope();
        BatchLoader<TKey, int> loader = BatchLoader.Create<TKey, int>(backend.LoadAsync, options, scope);
        using (scope.OpenFrame())
        {
            for (int i = 0; i < keys.Length; i++)
                tasks[i] = loader.LoadAsync(keys[i]);
        }

        Read(tasks);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FloorRequest<TKey>(TKey[] keys, Task<int>[] tasks, ReadyBatches<TKey> backend)
        where TKey : notnull
    {
        int at = 0;
        for (int request = 0; request < LoadersOfRequest; request++)
        {
            var loader = new FloorLoader<TKey, int>();
            foreach (TKey key in keys)
                tasks[at++] = loader.LoadAsync(key);
            loader.Complete(backend.Values);
        }

        Read(tasks);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OursRequest<TKey>(TKey[] keys, Task<int>[] tasks, ReadyBatches<TKey> backend)
        where TKey : notnull
    {
        using var scope = new LoaderScope();
        using (scope.OpenFrame())
        {
            int at = 0;
            for (int i = 0; i < LoadersOfRequest; i++)
            {
                var loader = new GeneratedStyleLoader<TKey>(backend, scope);
                foreach (TKey key in keys)
                    tasks[at++] = loader.LoadAsync(key);
            }
        }

        Read(tasks);
    }

    public static void Read(Task<int>[] tasks)
    {
        int sum = 0;
        foreach (Task<int> task in tasks)
            sum += task.Result;
        if (sum != 0)
            throw new InvalidOperationException("wrong values");
    }
}
