namespace DataLoader.Workloads;

/// <summary>A request with the loaders of this library.</summary>
/// <param name="rootFrame">Whether its body runs in a root frame.</param>
/// <param name="named">Whether its loaders have names to know them by.</param>
public sealed class ScopedRequest(bool rootFrame, bool named = false) : Request, IDisposable
{
    private static readonly string[] Names = ["first", "second", "third", "fourth", "fifth", "sixth"];

    private readonly LoaderScope _scope = new();
    private int _loaders;

    public override Task RunAsync(Func<Task> body) => rootFrame ? _scope.RunAsync(body) : body();

    public override void RunRound(Action work)
    {
        if (!rootFrame)
        {
            work();
            return;
        }

        using (_scope.OpenFrame())
            work();
    }

    public void Dispose() => _scope.Dispose();

    protected override ILoads Make(BatchFunction batch)
    {
        BatchLoaderOptions<int, int>? options = named ? new() { Name = Names[Math.Min(_loaders++, Names.Length - 1)] } : null;
        return new Loads(BatchLoader.Create((keys, _) => batch(keys), options, _scope));
    }

    private sealed class Loads(BatchLoader<int, int> loader) : ILoads
    {
        public Task<int> LoadAsync(int key) => loader.LoadAsync(key);

        public void Prime(int key, int value) => loader.Prime(key, value);
    }
}
