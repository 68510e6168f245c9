namespace DataLoader.Batches;

/// <summary>The batch method of a loader. Its face implements it.</summary>
internal interface IBatchMethod<TKey, TValue>
    where TKey : notnull
{
    /// <summary>The loader, or the family that it is of.</summary>
    object Loader => this;

    /// <summary>What a loader of a family was asked with.</summary>
    object? Argument => null;

    /// <summary>The same without a value cache before it.</summary>
    IBatchMethod<TKey, TValue> Uncached => this;

    /// <summary>Calls the method: code of the user's, which may throw.</summary>
    /// <returns>The method's task, or null if it returned none.</returns>
    Task? Call(Batch<TKey, TValue> batch);
}
