namespace DataLoader.Tests;

/// <summary>A family that remembers its batches; a value says which key and argument it was loaded for.</summary>
internal sealed class RecordingFamily<TKey, TArgument>(
    LoaderScope? scope = null, BatchLoaderOptions<TKey, string>? options = null, Func<Task>? before = null, BatchLoaderDefinition? definition = null)
    : BatchLoaderFamily<TKey, TArgument, string>(definition ?? Pages, scope, options)
    where TKey : notnull
{
    private static readonly BatchLoaderDefinition Pages = new("Pages");

    private readonly List<(TArgument Argument, TKey[] Keys)> _calls = [];

    public (TArgument Argument, TKey[] Keys)[] Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    public static string ValueOf(TKey key, TArgument argument) => $"{key} of {argument?.ToString() ?? "null"}";

    protected override async Task LoadBatchAsync(TArgument argument, Batch<TKey, string> batch)
    {
        lock (_calls)
            _calls.Add((argument, batch.CopyKeys()));
        if (before is not null)
            await before();
        batch.SetValues(batch.Keys.Select(key => ValueOf(key, argument)).ToArray());
    }
}
