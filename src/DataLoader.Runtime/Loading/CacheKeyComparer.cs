namespace DataLoader.Loading;

/// <summary>Keys are the same when their cache keys are.</summary>
internal sealed class CacheKeyComparer<TKey, TCacheKey>(ICacheKeys<TKey, TCacheKey> cacheKeys, IEqualityComparer<TCacheKey>? comparer)
    : IEqualityComparer<TKey>
    where TKey : notnull
    where TCacheKey : notnull
{
    private readonly IEqualityComparer<TCacheKey> _comparer = comparer ?? EqualityComparer<TCacheKey>.Default;

    public bool Equals(TKey? x, TKey? y)
        => x is null || y is null ? x is null && y is null : _comparer.Equals(cacheKeys.Of(x), cacheKeys.Of(y));

    public int GetHashCode(TKey obj) => _comparer.GetHashCode(cacheKeys.Of(obj));
}
