namespace DataLoader.Batches;

/// <summary>The batch method of a loader. Its face implements it.</summary>
internal interface IBatchMethod<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Calls the method: code of the user's, which may throw.</summary>
    /// <returns>The method's task, or null if it returned none.</returns>
    Task? Call(Batch<TKey, TValue> batch);
}
