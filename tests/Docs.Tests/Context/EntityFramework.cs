namespace Shop;

/// <summary>What Entity Framework has for its queries, for blocks that do not use the real one.</summary>
public static class ShopQueryable
{
    public static Task<List<T>> ToListAsync<T>(this IQueryable<T> query, CancellationToken cancellationToken = default)
        => Task.FromResult(query.ToList());
}
