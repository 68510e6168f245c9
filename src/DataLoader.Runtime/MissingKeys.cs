namespace DataLoader;

/// <summary>What a load gets when the batch method has no value for its key.</summary>
public enum MissingKeys
{
    /// <summary>Null (<c>default</c> of a nullable type). Also lets null values through.</summary>
    Null = 0,

    /// <summary>A <see cref="KeyNotFoundException"/> that names the loader and the key.</summary>
    Fail = 1,
}
