using System.Runtime.CompilerServices;
using Baselines;
using DataLoader;

namespace Ratios;

/// <summary>Loads with an argument: what it costs to find its loader, to load through a family, and to meet a new argument.</summary>
internal static class Families
{
    private const int Arguments = 100;
    private const int Count = 1_000;

    public static void Run(Report report)
    {
        report.Table("families, ns per call");
        Find(report, "int", static i => i);
        Find(report, "string", static i => $"page {i}");
        Find(report, "record", static i => new Page(i, "newest"));
        Load(report);
        Meet(report);
    }

    private static void Find<TArgument>(Report report, string type, Func<int, TArgument> argumentOf)
        where TArgument : notnull
    {
        TArgument[] arguments = [.. Enumerable.Range(0, Arguments).Select(argumentOf)];
        using var scope = new LoaderScope();
        var family = new Family<TArgument>(new ReadyBatches<int>(1), scope);
        var dictionary = arguments.ToDictionary(static it => it, family.With);
        Sample[] samples = Sampling.Take(
            Arguments, ("Dictionary hit", () => Look(dictionary, arguments)), ("With", () => Look(family, arguments)));
        report.Row("With", type, samples);
        report.Time($"With of a known {type} / Dictionary hit", samples[1], samples[0], 1.5);
    }

    private static void Load(Report report)
    {
        int[] keys = [.. Enumerable.Range(0, Count)];
        var tasks = new Task<int>[Count];
        var backend = new ReadyBatches<int>(Count);
        Sample[] samples = Sampling.Take(
            Count, ("loader", () => Loads.Ours(keys, tasks, backend)), ("family.With", () => ThroughFamily(keys, tasks, backend)));
        report.Row("load", "int", samples);
        report.Time("load through a family once With was called / plain load", samples[1], samples[0], 1.1);
    }

    private static void Meet(Report report)
    {
        var backend = new ReadyBatches<int>(1);
        Sample[] samples = Sampling.Take(
            Arguments, ("new loader", () => NewLoaders(backend)), ("new argument", () => NewArguments(backend)));
        report.Row("new", "int", samples);
        report.Time("a new argument with its first load / a new loader with its first load", samples[1], samples[0], 1.0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Look<TArgument>(Dictionary<TArgument, BatchLoader<int, int>> dictionary, TArgument[] arguments)
        where TArgument : notnull
    {
        int found = 0;
        foreach (TArgument argument in arguments)
            found += dictionary.TryGetValue(argument, out _) ? 1 : 0;
        return found;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Look<TArgument>(Family<TArgument> family, TArgument[] arguments)
        where TArgument : notnull
    {
        int found = 0;
        foreach (TArgument argument in arguments)
            found += family.With(argument) is not null ? 1 : 0;
        return found;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThroughFamily(int[] keys, Task<int>[] tasks, ReadyBatches<int> backend)
    {
        using var scope = new LoaderScope();
        BatchLoader<int, int> loader = new Family<int>(backend, scope).With(1);
        using (scope.OpenFrame())
        {
            for (int i = 0; i < keys.Length; i++)
                tasks[i] = loader.LoadAsync(keys[i]);
        }

        Loads.Read(tasks);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void NewLoaders(ReadyBatches<int> backend)
    {
        using var scope = new LoaderScope();
        using (scope.OpenFrame())
        {
            for (int i = 0; i < Arguments; i++)
                _ = new GeneratedStyleLoader<int>(backend, scope).LoadAsync(i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void NewArguments(ReadyBatches<int> backend)
    {
        using var scope = new LoaderScope();
        var family = new Family<int>(backend, scope);
        using (scope.OpenFrame())
        {
            for (int i = 0; i < Arguments; i++)
                _ = family.LoadAsync(i, i);
        }
    }

    private sealed record Page(int First, string Order);

    private sealed class Family<TArgument>(ReadyBatches<int> backend, LoaderScope scope) : BatchLoaderFamily<int, TArgument, int>(Definition, scope)
    {
        private static readonly BatchLoaderDefinition Definition = new("Family") { MissingKeys = MissingKeys.Fail };

        protected override async Task LoadBatchAsync(TArgument argument, Batch<int, int> batch)
            => batch.SetValues(await (backend.LoadAsync(batch.Keys) ?? throw batch.NullTask()).ConfigureAwait(false));
    }
}
