using Baselines;
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
