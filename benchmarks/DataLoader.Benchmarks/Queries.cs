using Baselines;

namespace DataLoader.Benchmarks;

/// <summary>Two numbers: what a composite key looks like.</summary>
public readonly record struct Composite(int Tenant, int Id);

/// <summary>A row that knows its key.</summary>
public sealed record Row(int Id);

/// <summary>Batch methods; the loaders that are measured are the generated ones.</summary>
public static class Queries
{
    [BatchLoader]
    public static Task<IReadOnlyList<int>> BatchByInt(IReadOnlyList<int> keys, ReadyBatches<int> backend) => backend.LoadAsync(keys);

    [BatchLoader]
    public static Task<IReadOnlyList<int>> BatchByString(IReadOnlyList<string> keys, ReadyBatches<string> backend) => backend.LoadAsync(keys);

    [BatchLoader]
    public static Task<IReadOnlyList<int>> BatchByGuid(IReadOnlyList<Guid> keys, ReadyBatches<Guid> backend) => backend.LoadAsync(keys);

    [BatchLoader]
    public static Task<IReadOnlyList<int>> BatchByComposite(IReadOnlyList<Composite> keys, ReadyBatches<Composite> backend) => backend.LoadAsync(keys);

#pragma warning disable BL0018 // measured against the guarded ones
    [BatchLoader]
    public static Task<IReadOnlyList<Row>> BatchUnguarded(IReadOnlyList<int> keys, ReadyRows backend) => backend.Rows;
#pragma warning restore BL0018

    [BatchLoader(KeyOf = nameof(Row.Id))]
    public static Task<IReadOnlyList<Row>> BatchGuarded(IReadOnlyList<int> keys, ReadyRows backend) => backend.Rows;

    [BatchLoader(KeyOf = nameof(Row.Id), Order = ResultOrder.Any)]
    public static Task<IReadOnlyList<Row>> BatchAnyOrder(IReadOnlyList<int> keys, ReadyRows backend) => backend.Rows;

    /// <summary>The generated loader of a type of key.</summary>
    public static BatchLoader<TKey, int> Loader<TKey>(ReadyBatches<TKey> backend, LoaderScope scope)
        where TKey : notnull
        => (BatchLoader<TKey, int>)(object)(backend switch
        {
            ReadyBatches<int> ints => new ByIntLoader(ints, scope),
            ReadyBatches<string> strings => new ByStringLoader(strings, scope),
            ReadyBatches<Guid> guids => new ByGuidLoader(guids, scope),
            ReadyBatches<Composite> composites => new ByCompositeLoader(composites, scope),
            _ => throw new NotSupportedException(),
        });

    /// <summary>The n-th key of a type.</summary>
    public static TKey Key<TKey>(int i)
    {
        object key = typeof(TKey) == typeof(int) ? i
            : typeof(TKey) == typeof(string) ? $"customer-{i:000000}"
            : typeof(TKey) == typeof(Guid) ? new Guid(i * 7919, (short)i, (short)(i >> 3), 1, 2, 3, 4, 5, 6, 7, (byte)i)
            : new Composite(i % 7, i);
        return (TKey)key;
    }
}

/// <summary>Rows that are ready, in the order of the keys 0, 1, 2, ...</summary>
public sealed class ReadyRows(int count)
{
    public Task<IReadOnlyList<Row>> Rows { get; } = Task.FromResult<IReadOnlyList<Row>>([.. Enumerable.Range(0, count).Select(i => new Row(i))]);
}
