namespace DataLoader.Stress.Robustness;

/// <summary>Something that must neither hang nor lose a key. Throws when an answer is wrong.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Repeats">How often it is run, each time with and without a root frame.</param>
/// <param name="RunAsync">Runs it in a fresh scope.</param>
internal sealed record Scenario(string Name, int Repeats, Func<LoaderScope, Task> RunAsync)
{
    public static IReadOnlyList<Scenario> All { get; } = [.. Chains.All, .. Blocking.All, .. Faults.All, .. Crowds.All];

    public override string ToString() => Name;
}

/// <summary>Loaders that answer a key with its negative.</summary>
internal static class Loader
{
    public static BatchLoader<int, int> Sync(LoaderScope scope, BatchLoaderOptions<int, int>? options = null)
        => BatchLoader.Create<int, int>(static (keys, _) => Task.FromResult<IReadOnlyList<int>>(Answer(keys)), options, scope);

    public static BatchLoader<int, int> Yield(LoaderScope scope, BatchLoaderOptions<int, int>? options = null)
        => BatchLoader.Create<int, int>(
            static async (keys, _) =>
            {
                await Task.Yield();
                return Answer(keys);
            },
            options,
            scope);

    public static BatchLoader<int, int> Delayed(LoaderScope scope, int milliseconds = 1)
        => BatchLoader.Create<int, int>(
            async (keys, _) =>
            {
                await Task.Delay(milliseconds).ConfigureAwait(false);
                return Answer(keys);
            },
            scope: scope);

    public static int[] Answer(IReadOnlyList<int> keys) => [.. keys.Select(key => -key)];

    public static void Check(int key, int value)
    {
        if (value != -key)
            throw new InvalidOperationException($"key {key} got {value}");
    }

    public static async Task CheckAsync(BatchLoader<int, int> loader, int key) => Check(key, await loader.LoadAsync(key).ConfigureAwait(false));
}
