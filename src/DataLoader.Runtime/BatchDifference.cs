namespace DataLoader;

/// <summary>
/// A batch was asked again with its keys in another order, as <see cref="BatchLoaderOptions{TKey, TValue}.VerifyOneIn"/> says, and brought something else.
/// It holds no key and no value.
/// </summary>
public sealed class BatchDifference
{
    /// <summary>The loader's name.</summary>
    public required string LoaderName { get; init; }

    /// <summary>Tells the scope from every other one of this process.</summary>
    public required long ScopeId { get; init; }

    /// <summary>How many keys the batch had.</summary>
    public required int KeyCount { get; init; }

    /// <summary>How many of them got something else the second time: another value, an error, none.</summary>
    public required int DifferentKeys { get; init; }

    /// <summary>The type of the exception that the second batch failed with as a whole; null when it did not.</summary>
    public required string? ErrorType { get; init; }
}
