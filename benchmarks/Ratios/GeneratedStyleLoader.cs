using DataLoader;

namespace Ratios;

/// <summary>A loader as the generator writes it, one for each type of key, so that each has a definition of its own.</summary>
internal sealed class GeneratedStyleLoader<TKey>(ReadyBatches<TKey> backend, LoaderScope? scope = null)
    : BatchLoader<TKey, int>(Definition, scope)
    where TKey : notnull
{
    private static readonly BatchLoaderDefinition Definition = new("GeneratedStyleLoader") { MissingKeys = MissingKeys.Fail };

    protected override async Task LoadBatchAsync(Batch<TKey, int> batch)
        => batch.SetValues(await (backend.LoadAsync(batch.Keys) ?? throw batch.NullTask()).ConfigureAwait(false));
}

/// <summary>A backend that costs nothing: the answer of a batch of the expected size is ready.</summary>
internal sealed class ReadyBatches<TKey>
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
