using DataLoader.Dispatch;

namespace DataLoader.Tests;

/// <summary>Root frames: what leaves together, and when.</summary>
public class FrameTests
{
    [Fact]
    public Task X8_A_thousand_flat_loads_are_one_batch() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        IReadOnlyList<int> values = await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 1_000).Select(loader.LoadAsync))).WithTimeout();

        Assert.Equal(Enumerable.Range(0, 1_000), values);
        Assert.Single(batch.Calls);
    });

    [Fact]
    public Task A_scope_that_its_frame_has_left_is_joined_again() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        LoaderScope[] others = [.. Enumerable.Range(0, 3 * CompletionFrame.MaxIdleScopes).Select(static _ => new LoaderScope())];
        BatchLoader<int, int>[] loaders = [.. others.Select(it => BatchLoader.Create<int, int>(batch.LoadAsync, scope: it))];
        async Task<int> Chain(int key)
        {
            await loader.LoadAsync(key);
            foreach (BatchLoader<int, int> other in loaders)
                await other.LoadAsync(key);

            return await loader.LoadAsync(key + 100);
        }

        Task<IReadOnlyList<int>> both;
        using (scope.OpenFrame())
            both = Tasks.All(Chain(1), Chain(2));

        Assert.Equal([101, 102], await both.WithTimeout());
        Assert.All(batch.Calls, static keys => Assert.Equal(2, keys.Length));
    });

    [Fact]
    public Task Many_keys_are_one_batch_without_any_frame() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;

        await loader.LoadManyAsync(Enumerable.Range(0, 10_000)).WithTimeout();

        Assert.Single(batch.Calls);
    });

    [Fact]
    public Task Loads_without_any_frame_are_all_served() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        async Task<int> Levels(int key) => await loader.LoadAsync(await loader.LoadAsync(key) + 100);

        Assert.Equal(Enumerable.Range(100, 100), await Tasks.All(Enumerable.Range(0, 100).Select(Levels)).WithTimeout());
        Assert.Equal(Enumerable.Range(0, 200), batch.Calls.SelectMany(static keys => keys).Order());
    });

    [Fact]
    public Task A_loader_without_a_scope_works_without_a_frame_and_joins_one() => Isolated.Run(async () =>
    {
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync);
        Assert.Equal(0, await loader.LoadAsync(0).WithTimeout());

        using var scope = new LoaderScope();
        await scope.RunAsync(() => Tasks.All(Enumerable.Range(1, 100).Select(loader.LoadAsync))).WithTimeout();

        Assert.Equal([1, 100], batch.Calls.Select(static keys => keys.Length));
    });

    [Fact]
    public Task A_loader_of_another_scope_joins_the_frame_too() => Isolated.Run(async () =>
    {
        using var other = new LoaderScope();
        using var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        var loader = BatchLoader.Create<int, int>(batch.LoadAsync, scope: other);

        await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 100).Select(loader.LoadAsync))).WithTimeout();

        Assert.Single(batch.Calls);
    });

    [Fact]
    public Task N5_Batches_of_several_loaders_are_all_started_before_the_first_value_is_given_out() => Isolated.Run(() =>
    {
        var events = new List<string>();
        using var scope = new LoaderScope();
        BatchLoader<int, int> Loader(string name) => BatchLoader.Create<int, int>(
            (keys, _) =>
            {
                events.Add("start " + name);
                return Task.FromResult<IReadOnlyList<int>>([.. keys]);
            },
            scope: scope);
        (BatchLoader<int, int> a, BatchLoader<int, int> b) = (Loader("a"), Loader("b"));
        async Task Note(string name, Task<int> load)
        {
            await load;
            events.Add("value " + name);
        }

        using (scope.OpenFrame())
        {
            _ = Note("a", a.LoadAsync(1));
            _ = Note("b", b.LoadAsync(1));
        }

        Assert.Equal(["start a", "start b", "value a", "value b"], events);
    });

    [Fact]
    public Task A_frame_is_not_needed_for_what_follows_a_load() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, RecordingBatch<int, int> batch) = Framed.Identity<int>();
        using LoaderScope request = scope;
        async Task<int> Levels(int key)
        {
            int value = await loader.LoadAsync(key).ConfigureAwait(false);
            return await loader.LoadAsync(value + 50).ConfigureAwait(false);
        }

        await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 50).Select(Levels))).WithTimeout();

        Assert.Equal([50, 50], batch.Calls.Select(static keys => keys.Length));
    });

    [Theory]
    [InlineData("plain")]
    [InlineData("cache key")]
    [InlineData("uncached")]
    [InlineData("map")]
    public Task Every_kind_of_loader_sends_its_frame_as_one_batch(string kind) => Isolated.Run(async () =>
    {
        using var scope = new LoaderScope();
        var batch = RecordingBatch.Identity<int>();
        BatchLoader<int, int> loader = kind switch
        {
            "cache key" => BatchLoader.Create<int, string, int>(batch.LoadAsync, static key => "key " + key, scope: scope),
            "uncached" => BatchLoader.Create<int, int>(batch.LoadAsync, new() { Cache = false }, scope),
            "map" => BatchLoader.Create<int, int>(batch.LoadAsync, new() { CacheMap = new MapCache<int, int>() }, scope),
            _ => BatchLoader.Create<int, int>(batch.LoadAsync, scope: scope),
        };

        IReadOnlyList<int> values = await scope.RunAsync(() => Tasks.All(Enumerable.Range(0, 200).Select(loader.LoadAsync))).WithTimeout();

        Assert.Equal(Enumerable.Range(0, 200), values);
        Assert.Single(batch.Calls);
    });

    [Fact]
    public Task A_load_that_lets_no_context_flow_is_served() => Isolated.Run(async () =>
    {
        (LoaderScope scope, BatchLoader<int, int> loader, _) = Framed.Identity<int>();
        using LoaderScope request = scope;
        Task<int> load;

        using (ExecutionContext.SuppressFlow())
            load = loader.LoadAsync(1);

        Assert.Equal(1, await load.WithTimeout());
    });
}
