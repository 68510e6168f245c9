using System.Runtime.CompilerServices;
using Baselines;
using DataLoader;

namespace Ratios;

/// <summary>A load of a key whose value is there, 1,000 keys in the loader.</summary>
internal static class Hits
{
    private const int Count = 1_000;

    public static void Run<TKey>(Report report, string type, Func<int, TKey> keyOf, double mostTime)
        where TKey : notnull
    {
        TKey[] keys = [.. Enumerable.Range(0, Count).Select(keyOf)];
        var backend = new ReadyBatches<TKey>(Count);
        var naive = new NaiveLoader<TKey, int>(backend.LoadAsync, dispatchesItself: false);
        using var scope = new LoaderScope();
        var ours = new GeneratedStyleLoader<TKey>(backend, scope);
        using (scope.OpenFrame())
        {
            foreach (TKey key in keys)
            {
                _ = naive.LoadAsync(key);
                _ = ours.LoadAsync(key);
            }
        }

        naive.DispatchAsync().GetAwaiter().GetResult();
        Sample[] samples = Sampling.Take(Count, ("naive", () => Sum(naive, keys)), ("ours", () => Sum(ours, keys)));
        report.Row("hit", type, samples);
        report.Time($"hit {type} / ConcurrentDictionary hit", samples[1], samples[0], mostTime);
        report.AtMost($"hit {type}, bytes", samples[1].Bytes, 0, "B");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Sum<TKey>(NaiveLoader<TKey, int> loader, TKey[] keys)
        where TKey : notnull
    {
        int sum = 0;
        foreach (TKey key in keys)
            sum += loader.LoadAsync(key).Result;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Sum<TKey>(GeneratedStyleLoader<TKey> loader, TKey[] keys)
        where TKey : notnull
    {
        int sum = 0;
        foreach (TKey key in keys)
            sum += loader.LoadAsync(key).Result;
        return sum;
    }
}
