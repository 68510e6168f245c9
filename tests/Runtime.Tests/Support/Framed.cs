namespace DataLoader.Tests;

/// <summary>A loader under the default scheduler, with a scope to open frames in.</summary>
internal static class Framed
{
    public static (LoaderScope Scope, BatchLoader<T, T> Loader, RecordingBatch<T, T> Batch) Identity<T>()
        where T : notnull
    {
        var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<T>();
        return (scope, BatchLoader.Create<T, T>(batch.LoadAsync, scope: scope), batch);
    }
}
