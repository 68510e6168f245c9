using System.Threading.Channels;

namespace DataLoader.Tests;

/// <summary>Code that blocks or throws while values are given out (S11).</summary>
public class BlockingTests
{
    [Fact]
    public Task S11_A_continuation_that_blocks_on_a_later_key_of_its_own_batch_strands_nobody() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        async Task<int> Blocking(Task<int> first, Task<int> later) => await first + later.Result;

        int value = await scope.RunAsync(() =>
        {
            (Task<int> first, Task<int> later) = (loader.LoadAsync(1), loader.LoadAsync(2));
            return Blocking(first, later);
        }).WithTimeout();

        Assert.Equal(3, value);
    });

    [Fact]
    public Task S11_A_continuation_that_blocks_on_a_new_load_strands_nobody() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        async Task<int> Blocking(int key) => await loader.LoadAsync(key) + loader.LoadAsync(key + 10).Result;

        Assert.Equal([12, 14], await scope.RunAsync(() => Tasks.All(Blocking(1), Blocking(2))).WithTimeout());
    });

    [Fact]
    public Task S11_A_body_that_blocks_on_its_load_is_rescued() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var loader = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);

        Assert.Equal(1, await scope.RunAsync(() => Task.FromResult(loader.LoadAsync(1).Result)).WithTimeout());
    });

    [Fact]
    public Task S11_A_batch_method_that_blocks_on_another_loader_is_rescued() => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var deep = BatchLoader.Create<int, int>(RecordingBatch.Identity<int>().LoadAsync, scope: scope);
        var loader = BatchLoader.Create<int, int>(
            (keys, _) => Task.FromResult<IReadOnlyList<int>>([.. keys.Select(key => deep.LoadAsync(key).Result)]), scope: scope);

        Assert.Equal([1, 2], await scope.RunAsync(() => Tasks.All(loader.LoadAsync(1), loader.LoadAsync(2))).WithTimeout());
    });

    [Fact]
    public async Task S11_A_cache_that_throws_while_a_batch_settles_strands_nobody()
    {
        var cache = new BrittleCache();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(o => o.CacheMap = cache);
        Task<int>[] loads = Enumerable.Range(0, 3).Select(loader.LoadAsync).ToArray();
        scheduler.Dispatch();

        cache.Broken = true;
        var error = new FormatException("the backend's");
        batch.Calls[0].Fail(error);

        foreach (Task<int> load in loads)
            await load.FailsWith(error);
    }

    [Fact]
    public Task S11_A_continuation_that_blocks_on_a_later_key_of_its_stream_does_not_stop_the_stream() => Isolated.Run(async () =>
    {
        var arrived = Channel.CreateUnbounded<KeyValuePair<int, int>>();
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            batch => batch.SetStreamAsync(arrived.Reader.ReadAllAsync()), options: new() { Scheduler = scheduler });
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1), loader.LoadAsync(2));
        Task<int> blocked = first.ContinueWith(
            it => it.Result + second.Result, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        scheduler.Dispatch();
        arrived.Writer.TryWrite(new(1, 1));
        arrived.Writer.TryWrite(new(2, 2));
        arrived.Writer.Complete();

        Assert.Equal(3, await blocked.WithTimeout());
    });

    private sealed class BrittleCache : ILoaderCache<int, int>
    {
        private readonly MapCache<int, int> _inner = new();

        public bool Broken { get; set; }

        public bool TryGet(int key, out Task<int> task) => _inner.TryGet(key, out task!);

        public bool TryAdd(int key, Task<int> task) => _inner.TryAdd(key, task);

        public bool Remove(int key) => _inner.Remove(key);

        public bool Remove(int key, Task<int> expected) => Broken ? throw new InvalidOperationException("broken") : _inner.Remove(key, expected);

        public void Clear() => _inner.Clear();
    }
}
