namespace DataLoader.Tests;

internal static class Streams
{
    /// <summary>A stream that has all its entries at once.</summary>
    public static async IAsyncEnumerable<KeyValuePair<TKey, TValue>> Of<TKey, TValue>(params KeyValuePair<TKey, TValue>[] entries)
    {
        await Task.CompletedTask;
        foreach (var entry in entries)
        {
            yield return entry;
        }
    }
}
