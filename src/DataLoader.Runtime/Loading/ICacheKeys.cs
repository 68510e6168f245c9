namespace DataLoader.Loading;

/// <summary>What identifies a key. The face of a loader with a cache key implements it.</summary>
internal interface ICacheKeys<TKey, TCacheKey>
    where TKey : notnull
    where TCacheKey : notnull
{
    /// <summary>The identity of a key: code of the user's, which may throw.</summary>
    TCacheKey Of(TKey key);
}
