using System.Runtime.CompilerServices;
using DataLoader;

namespace Ratios;

/// <summary>What the key-order guard adds to a load.</summary>
internal static class Guards
{
    public static void Run(Report report)
    {
        report.Table("guard, ns and bytes per key");
        foreach (int n in (int[])[10, 1_000])
        {
            var rows = new Row[n];
            for (int i = 0; i < n; i++)
                rows[i] = new Row(i);
            Task<IReadOnlyList<Row>> ready = Task.FromResult<IReadOnlyList<Row>>(rows);
            var tasks = new Task<Row>[n];
            Sample[] samples = Sampling.Take(
                n,
                ("off", () => Load(scope => new Unguarded(ready, scope), tasks)),
                ("guarded", () => Load(scope => new Guarded(ready, scope), tasks)),
                ("rows-in-any-order", () => Load(scope => new AnyOrder(ready, scope), tasks)));
            report.Row("guard", n.ToString(), samples);
            report.AtMost($"guard N={n}", samples[1].LowerQuartile - samples[0].LowerQuartile, 3, "ns/key");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load(Func<LoaderScope, BatchLoader<int, Row>> make, Task<Row>[] tasks)
    {
        using var scope = new LoaderScope();
        BatchLoader<int, Row> loader = make(scope);
        using (scope.OpenFrame())
        {
            for (int i = 0; i < tasks.Length; i++)
                tasks[i] = loader.LoadAsync(i);
        }

        for (int i = 0; i < tasks.Length; i++)
        {
            if (tasks[i].Result.Id != i)
                throw new InvalidOperationException("wrong values");
        }
    }

    private sealed record Row(int Id);

    private readonly struct KeyOf : IKeyOf<int, Row>
    {
        public int Of(Row value) => value.Id;
    }

    private sealed class Unguarded(Task<IReadOnlyList<Row>> ready, LoaderScope scope) : BatchLoader<int, Row>(Definition, scope)
    {
        private static readonly BatchLoaderDefinition Definition = new("Unguarded") { MissingKeys = MissingKeys.Fail };

        protected override async Task LoadBatchAsync(Batch<int, Row> batch) => batch.SetValues(await ready.ConfigureAwait(false));
    }

    private sealed class Guarded(Task<IReadOnlyList<Row>> ready, LoaderScope scope) : BatchLoader<int, Row>(Definition, scope)
    {
        private static readonly BatchLoaderDefinition Definition = new("Guarded") { MissingKeys = MissingKeys.Fail };

        protected override async Task LoadBatchAsync(Batch<int, Row> batch) => batch.SetValues<KeyOf>(await ready.ConfigureAwait(false));
    }

    private sealed class AnyOrder(Task<IReadOnlyList<Row>> ready, LoaderScope scope) : BatchLoader<int, Row>(Definition, scope)
    {
        private static readonly BatchLoaderDefinition Definition = new("AnyOrder") { MissingKeys = MissingKeys.Fail };

        protected override async Task LoadBatchAsync(Batch<int, Row> batch) => batch.SetRows<KeyOf>(await ready.ConfigureAwait(false));
    }
}
