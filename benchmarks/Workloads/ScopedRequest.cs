namespace DataLoader.Workloads;

/// <summary>A request with the loaders of this library.</summary>
/// <param name="rootFrame">Whether its body runs in a root frame.</param>
public sealed class ScopedRequest(bool rootFrame) : Request, IDisposable
{
    private readonly LoaderScope _scope = new();

    public override Task RunAsync(Func<Task> body) => rootFrame ? _scope.RunAsync(body) : body();

    public void Dispose() => _scope.Dispose();

    protected override ILoads Make(BatchFunction batch) => new Loads(BatchLoader.Create<int, int>((keys, _) => batch(keys), scope: _scope));

    private sealed class Loads(BatchLoader<int, int> loader) : ILoads
    {
        public Task<int> LoadAsync(int key) => loader.LoadAsync(key);

        public void Prime(int key, int value) => loader.Prime(key, value);
    }
}
