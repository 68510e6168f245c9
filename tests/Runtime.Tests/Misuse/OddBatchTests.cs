using System.Collections;

namespace DataLoader.Tests;

/// <summary>Batch methods that do what nobody expects: scenarios S6, S7, S8 and S10.</summary>
public class OddBatchTests
{
    [Fact]
    public Task S6_A_batch_that_completes_at_once_looks_like_any_other() => Isolated.Run(() =>
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Identity<int>(static o => o.MaxBatchSize = 2);
        int continued = 0;

        var loads = Enumerable.Range(0, 5).Select(key =>
        {
            Task<int> load = loader.LoadAsync(key);
            load.ContinueWith(_ => continued++, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return load;
        }).ToList();

        Assert.All(loads, static load => Assert.False(load.IsCompleted));
        Assert.Equal(0, continued);
        batch.AssertCalls();
        scheduler.Dispatch();
        Assert.All(loads, static load => Assert.True(load.IsCompletedSuccessfully));
        Assert.Equal(5, continued);
    });

    [Fact]
    public async Task S7_A_null_element_passes_through()
    {
        (BatchLoader<int, string> loader, _, ManualBatchScheduler scheduler) = Manual.Of<int, string>(static _ => null!);

        Assert.Null(await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task S7_An_indexer_that_throws_fails_the_batch_as_a_whole()
    {
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(
            static (keys, _)
                => Task.FromResult<IReadOnlyList<int>>(new OddList(keys.Count, static index => index == 1 ? throw new FormatException() : index)));

        Task<int>[] loads = Enumerable.Range(0, 3).Select(loader.LoadAsync).ToArray();
        scheduler.Dispatch();

        foreach (Task<int> load in loads)
            await load.FailsWith<FormatException>();
    }

    [Fact]
    public async Task S7_A_count_that_changes_settles_every_load()
    {
        int reads = 0;
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>(
            (keys, _) => Task.FromResult<IReadOnlyList<int>>(new OddList(() => reads++ == 0 ? keys.Count : 0, static index => index)));

        Assert.Equal([0, 1], await scheduler.DispatchFor(Tasks.All(loader.LoadAsync(5), loader.LoadAsync(6))));
    }

    [Fact]
    public async Task S8_A_key_named_twice_gets_its_value_twice()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        Assert.Equal([1, 1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 1, 2])));
        batch.AssertCalls([1, 2]);

        (BatchLoader<int, int> uncached, RecordingBatch<int, int> uncachedBatch, ManualBatchScheduler uncachedScheduler) =
            Manual.Identity<int>(static o => o.Cache = false);
        Assert.Equal([1, 1, 2], await uncachedScheduler.DispatchFor(uncached.LoadManyAsync([1, 1, 2])));
        uncachedBatch.AssertCalls([1, 1, 2]);

        (BatchLoader<int, int> evicting, RecordingBatch<int, int> evictingBatch, ManualBatchScheduler evictingScheduler) =
            Manual.Identity<int>(static o => o.CacheMap = new MapCache<int, int>(capacity: 1));
        Assert.Equal([1, 2, 1], await evictingScheduler.DispatchFor(evicting.LoadManyAsync([1, 2, 1])));
        evictingBatch.AssertCalls([1, 2, 1]);
    }

    [Fact]
    public async Task S10_The_keys_stay_valid_after_the_batch_and_may_be_its_result()
    {
        var kept = new List<IReadOnlyList<int>>();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) =>
        {
            kept.Add(keys);
            return Task.FromResult(keys);
        });

        Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
        Assert.Equal([3, 1], await scheduler.DispatchFor(loader.LoadManyAsync([3, 1])));
        loader.ClearAll();
        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(100, 50)));

        Assert.Equal([[1, 2], [3], [.. Enumerable.Range(100, 50)]], kept);
        Assert.Equal([(1, 0), (2, 1)], kept[0].Select(static (key, index) => (key, index)));
        Assert.Throws<ArgumentOutOfRangeException>(() => kept[0][2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => kept[0][-1]);
    }

    [Fact]
    public async Task S10_A_copy_of_the_keys_belongs_to_its_receiver()
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            static batch =>
            {
                int[] copy = batch.CopyKeys();
                Assert.NotSame(copy, batch.CopyKeys());
                Array.Clear(copy);
                batch.SetValues(batch.Keys);
                return Task.CompletedTask;
            },
            options: new() { Scheduler = scheduler });

        Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
    }

    private sealed class OddList(Func<int> count, Func<int, int> item) : IReadOnlyList<int>
    {
        public OddList(int count, Func<int, int> item)
            : this(() => count, item)
        {
        }

        public int Count => count();

        public int this[int index] => item(index);

        public IEnumerator<int> GetEnumerator() => throw new NotSupportedException("Only index and count are read.");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
