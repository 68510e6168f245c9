namespace DataLoader.Testing;

/// <summary>Settings of <see cref="BatchLaws"/>.</summary>
/// <typeparam name="TKey">What a value is asked for by.</typeparam>
/// <typeparam name="TValue">What comes back.</typeparam>
public sealed class BatchLawsOptions<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Tells which values are the same. Null compares lists by their elements, and objects without an equality of their own by what is public.</summary>
    public IEqualityComparer<TValue>? Comparer { get; set; }

    /// <summary>
    /// Keys that have no value. Null takes one that is unlikely for numbers, strings, dates and <see cref="Guid"/>s, and for other keys none.
    /// </summary>
    public IReadOnlyList<TKey>? UnknownKeys { get; set; }

    /// <summary>Whether some of the keys may have no value. By default each must have one.</summary>
    public bool AllowMissing { get; set; }

    /// <summary>What the orders of keys are drawn from.</summary>
    public int Seed { get; set; } = 1;
}
