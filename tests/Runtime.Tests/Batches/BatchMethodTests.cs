using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections;

namespace DataLoader.Tests;

/// <summary>What a batch method may do and what it may return.</summary>
public class BatchMethodTests
{
    [Theory]
    [InlineData("frames")]
    [InlineData("window")]
    [InlineData("at once")]
    public Task S1_A_batch_may_load_another_key_of_its_own_loader(string scheduler) => Isolated.Run(async () =>
    {
        BatchLoader<int, int> self = null!;
        var calls = new ConcurrentQueue<int[]>();
        self = BatchLoader.Create<int, int>(
            async (keys, _) =>
            {
                calls.Enqueue([.. keys]);
                IReadOnlyList<int> parents = keys[0] < 10 ? await self.LoadManyAsync(keys.Select(static key => key + 10)) : keys;
                return parents.Select(static parent => parent * 2).ToArray();
            },
            new()
            {
                Scheduler = scheduler switch
                {
                    "window" => BatchScheduler.Window(TimeSpan.Zero),
                    "at once" => new DelegateScheduler(static pending => pending.Dispatch()),
                    _ => null,
                },
            });

        Assert.Equal([44, 48], await self.LoadManyAsync([1, 2]).WithTimeout());
        Assert.Equal([[1, 2], [11, 12]], calls);
    });

    [Fact]
    public async Task S1_A_batch_that_waits_for_its_own_key_ends_with_its_scope()
    {
        BatchLoader<int, int> self = null!;
        var scope = new LoaderScope();
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) =
            Manual.Create<int, int>(async (keys, _) => await self.LoadManyAsync(keys), scope: scope);
        self = loader;

        Task<int> load = loader.LoadAsync(1);
        scheduler.Dispatch();
        Assert.False(load.IsCompleted);
        scope.Dispose();

        await load.FailsWith<ObjectDisposedException>();
    }

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

    [Theory]
    [InlineData("plain")]
    [InlineData("cache key")]
    [InlineData("uncached")]
    [InlineData("map")]
    public async Task U14_The_keys_can_not_be_changed_by_the_batch(string kind)
    {
        object? seen = null;
        var scheduler = new ManualBatchScheduler();
        Task<IReadOnlyList<int>> Batch(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            seen = keys;
            return Task.FromResult<IReadOnlyList<int>>([.. keys]);
        }

        BatchLoader<int, int> loader = kind switch
        {
            "cache key" => BatchLoader.Create<int, string, int>(Batch, static key => "key " + key, new() { Scheduler = scheduler }),
            "uncached" => BatchLoader.Create<int, int>(Batch, new() { Scheduler = scheduler, Cache = false }),
            "map" => BatchLoader.Create<int, int>(Batch, new() { Scheduler = scheduler, CacheMap = new MapCache<int, int>() }),
            _ => BatchLoader.Create<int, int>(Batch, new() { Scheduler = scheduler }),
        };
        await scheduler.DispatchFor(loader.LoadManyAsync([1, 2]));

        Assert.IsNotType<int[]>(seen);
        Assert.IsNotType<List<int>>(seen);
        if (seen is IList<int> list)
        {
            Assert.True(list.IsReadOnly);
            Assert.Throws<NotSupportedException>(() => list.RemoveAt(0));
            Assert.Throws<NotSupportedException>(() => list[0] = 5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task U15_A_batch_that_ends_cancelled_settles_its_loads_and_is_not_cached(bool thrown)
    {
        int calls = 0;
        (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) => ++calls > 1
            ? Task.FromResult<IReadOnlyList<int>>([.. keys])
            : thrown ? throw new OperationCanceledException() : Task.FromCanceled<IReadOnlyList<int>>(new(canceled: true)));

        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        scheduler.Dispatch();

        await first.IsCancelled();
        await second.IsCancelled();
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task U16_A_value_that_is_a_task_is_not_awaited()
    {
        Task<int> pending = new TaskCompletionSource<int>().Task;
        (BatchLoader<int, Task<int>> loader, _, ManualBatchScheduler scheduler) = Manual.Of<int, Task<int>>(_ => pending);

        Assert.Same(pending, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task X11_Every_list_that_can_be_read_will_do()
    {
        foreach (Func<IReadOnlyList<int>, IReadOnlyList<int>> answer in new Func<IReadOnlyList<int>, IReadOnlyList<int>>[]
        {
            static keys => keys.ToArray(),
            static keys => keys.ToList(),
            static keys => keys.ToImmutableArray(),
            static keys => keys.ToList().AsReadOnly(),
            static keys => new ArraySegment<int>([0, .. keys], 1, keys.Count),
            static keys => keys,
        })
        {
            (BatchLoader<int, int> loader, ManualBatchScheduler scheduler) = Manual.Create<int, int>((keys, _) => Task.FromResult(answer(keys)));

            Assert.Equal([1, 2], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2])));
        }
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
