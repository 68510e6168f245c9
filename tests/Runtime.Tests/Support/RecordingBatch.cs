namespace DataLoader.Tests;

/// <summary>A backend that answers at once and remembers what it was asked.</summary>
internal sealed class RecordingBatch<TKey, TValue>(Func<TKey, TValue> valueOf)
{
    private readonly List<TKey[]> _calls = [];

    public TKey[][] Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    public Task<IReadOnlyList<TValue>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        lock (_calls)
            _calls.Add([.. keys]);

        return Task.FromResult<IReadOnlyList<TValue>>(keys.Select(valueOf).ToArray());
    }

    /// <summary>Asserts which calls were made, in order, with which keys, in order.</summary>
    public void AssertCalls(params TKey[][] expected) => Assert.Equal(expected, Calls);
}

internal static class RecordingBatch
{
    public static RecordingBatch<T, T> Identity<T>() => new(static key => key);

    public static RecordingBatch<TKey, TValue> Of<TKey, TValue>(Func<TKey, TValue> valueOf) => new(valueOf);
}
