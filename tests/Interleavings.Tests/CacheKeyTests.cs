using DataLoader.Interleavings.Exploring;
using DataLoader.Interleavings.Support;
using Xunit.Abstractions;

namespace DataLoader.Interleavings;

/// <summary>Loaders with a cache key: each identity is sent once, with a key that belongs to it, in step with its promise (rows B17 to B20).</summary>
public class CacheKeyTests(ITestOutputHelper output) : InterleavingTests(output)
{
    [Fact]
    public void B17_B19_Two_keys_of_one_identity_against_another_key() => Explore(2, static run =>
    {
        var house = new House(run);
        run.Thread("one", () => house.Load(1));
        run.Thread("two", () =>
        {
            house.Load(101);
            house.Load(2);
        });
        return () => house.Check(batchesOfOneIdentity: 1);
    });

    [Fact]
    public void B17_B19_Many_keys_against_an_equal_one() => Explore(2, static run =>
    {
        var house = new House(run);
        run.Thread("many", () => house.LoadMany(1, 2));
        run.Thread("one", () => house.Load(102));
        return () => house.Check(batchesOfOneIdentity: 1);
    }, most: 60_000);

    [Fact]
    public void B17_A_load_while_the_keys_before_are_cut() => Explore(2, static run =>
    {
        var house = new House(run);
        run.Thread("one", () => house.LoadInFrame(1, 2));
        run.Thread("two", () => house.LoadInFrame(3, 101));
        return () => house.Check(batchesOfOneIdentity: 1);
    });

    [Fact]
    public void B18_A_clear_with_an_equal_key_against_a_load() => Explore(1, static run =>
    {
        var house = new House(run);
        house.Load(1);
        run.Thread("clears", () => house.Loader.Clear(101));
        run.Thread("loads", () => house.Load(201));
        return () => house.Check(batchesOfOneIdentity: 2);
    });

    /// <summary>Keys are the same when their last two digits are. A value is the key that the backend was asked for.</summary>
    private sealed class House
    {
        private readonly Run _run;
        private readonly LoaderScope _scope = new();
        private readonly List<(int Key, Task<int> Task)> _loads = [];
        private readonly List<int[]> _batches = [];

        public House(Run run)
        {
            _run = run;
            Loader = new ByLastDigits(_batches, _scope);
        }

        public BatchLoader<int, int> Loader { get; }

        public void Load(int key) => Note(key, Loader.LoadAsync(key));

        public void LoadInFrame(params int[] keys)
        {
            using (_scope.OpenFrame())
                Array.ForEach(keys, Load);
        }

        public void LoadMany(params int[] keys)
        {
            Task<IReadOnlyList<int>> many = Loader.LoadManyAsync(keys);
            _run.Expect(many);
            Array.ForEach(keys, Load);
        }

        public void Check(int batchesOfOneIdentity)
        {
            Assert.All(_loads, static load => Assert.Equal(load.Key % 100, load.Task.Result % 100));
            Assert.All(_loads, load => Assert.Contains(_batches, batch => batch.Contains(load.Task.Result)));
            Assert.All(_batches.SelectMany(static batch => batch), key => Assert.Contains(_loads, load => load.Key == key));
            Assert.All(
                _batches.SelectMany(static batch => batch).GroupBy(static key => key % 100),
                same => Assert.InRange(same.Count(), 1, batchesOfOneIdentity));
        }

        private void Note(int key, Task<int> task)
        {
            _loads.Add((key, task));
            _run.Expect(task);
        }
    }

    private sealed class ByLastDigits(List<int[]> batches, LoaderScope scope) : BatchLoader<int, int, int>(new("House"), scope)
    {
        protected override int GetCacheKey(int key) => key % 100;

        protected override Task LoadBatchAsync(Batch<int, int> batch)
        {
            batches.Add(batch.CopyKeys());
            batch.SetValues(batch.CopyKeys());
            return Task.CompletedTask;
        }
    }
}
