namespace DataLoader.Tests;

internal static class Streams
{
    /// <summary>A stream that has all its entries at once.</summary>
    public static async IAsyncEnumerable<KeyValuePair<TKey, TValue>> Of<TKey, TValue>(params KeyValuePair<TKey, TValue>[] entries)
    {
        await Task.CompletedTask;
        foreach (KeyValuePair<TKey, TValue> entry in entries)
            yield return entry;
    }
}
