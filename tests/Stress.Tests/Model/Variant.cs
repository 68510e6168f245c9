namespace DataLoader.Stress.Model;

internal enum Cache
{
    Table,
    Comparer,
    CacheKey,
    Map,
    Off,
}

internal enum Shape
{
    Values,
    Results,
    Dictionary,
    Rows,
    Stream,
}

/// <summary>The settings of the loader under test.</summary>
internal sealed record Variant(Cache Cache, Shape Shape, int MaxBatchSize, int MaxConcurrentBatches)
{
    public static Variant Random(Random random, int shapes = 4) => new(
        (Cache)random.Next(5),
        (Shape)random.Next(shapes),
        random.Next(3) == 0 ? random.Next(1, 4) : int.MaxValue,
        random.Next(3) == 0 ? random.Next(1, 3) : int.MaxValue);

    /// <summary>What identifies a key: two keys share an identity where the loader has a comparer or a cache key.</summary>
    public int IdentityOf(int key) => Cache is Cache.Comparer or Cache.CacheKey ? key % 6 : key;
}
