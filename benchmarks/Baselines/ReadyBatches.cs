namespace Baselines;

/// <summary>A backend that costs nothing: the answer of a batch of the expected size is ready.</summary>
public sealed class ReadyBatches<TKey>
{
    private readonly Task<IReadOnlyList<int>> _values;

    public ReadyBatches(int count)
    {
        Values = new int[count];
        _values = Task.FromResult<IReadOnlyList<int>>(Values);
    }

    public int[] Values { get; }

    public Task<IReadOnlyList<int>> LoadAsync(IReadOnlyList<TKey> keys) => keys.Count == Values.Length ? _values : Other(keys.Count);

    public Task<IReadOnlyList<int>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken) => LoadAsync(keys);

    private static Task<IReadOnlyList<int>> Other(int count) => Task.FromResult<IReadOnlyList<int>>(new int[count]);
}
