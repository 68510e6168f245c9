using Baselines;
using DataLoader.Workloads;

namespace DataLoader.Benchmarks;

/// <summary>A request with the loaders people write by hand.</summary>
internal sealed class NaiveRequest : Request
{
    protected override ILoads Make(BatchFunction batch) => new Loads(new NaiveLoader<int, int>((keys, _) => batch(keys)));

    private sealed class Loads(NaiveLoader<int, int> loader) : ILoads
    {
        private readonly Dictionary<int, Task<int>> _primed = [];

        public Task<int> LoadAsync(int key) => _primed.Count > 0 && _primed.TryGetValue(key, out Task<int>? task) ? task : loader.LoadAsync(key);

        public void Prime(int key, int value) => _primed.Add(key, Task.FromResult(value));
    }
}

/// <summary>A request whose loaders dispatch with one hop of the pool and complete inline: the least a dispatch can cost.</summary>
internal sealed class PoolRequest : Request
{
    protected override ILoads Make(BatchFunction batch) => new Loads(new PoolLoader<int, int>((keys, _) => batch(keys)));

    private sealed class Loads(PoolLoader<int, int> loader) : ILoads
    {
        private readonly Dictionary<int, Task<int>> _primed = [];

        public Task<int> LoadAsync(int key) => _primed.Count > 0 && _primed.TryGetValue(key, out Task<int>? task) ? task : loader.LoadAsync(key);

        public void Prime(int key, int value) => _primed.Add(key, Task.FromResult(value));
    }
}
