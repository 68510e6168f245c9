namespace DataLoader.Tests;

/// <summary>What a load gets through a value cache.</summary>
public class ValueCacheTests
{
    private static User Named(int id) => new(id, "from the cache");

    [Fact]
    public async Task V1_The_cache_is_asked_once_for_a_batch_and_the_method_for_what_it_missed_in_order()
    {
        var shop = new CachedShop();
        shop.Store.Put(2, Named(2));
        shop.Store.Put(4, Named(4));

        IReadOnlyList<User> users = await shop.NewRequest().LoadManyAsync([3, 2, 1, 4]).WithTimeout();

        Assert.Equal([new(3), Named(2), new(1), Named(4)], users);
        Assert.Equal([[3, 2, 1, 4]], shop.Store.LookUps);
        Assert.Equal([[3, 1]], shop.Calls);
    }

    [Fact]
    public async Task V2_What_one_request_has_loaded_is_a_hit_of_the_next_and_a_batch_of_hits_calls_nothing()
    {
        var shop = new CachedShop();
        await shop.NewRequest().LoadManyAsync([1, 2]).WithTimeout();

        Assert.Equal([new(2), new(1)], await shop.NewRequest().LoadManyAsync([2, 1]).WithTimeout());
        Assert.Equal([[1, 2]], shop.Calls);
    }

    [Fact]
    public async Task V2_Hits_are_served_and_remembered_when_the_method_fails()
    {
        var shop = new CachedShop();
        shop.Store.Put(1, Named(1));
        var error = new InvalidOperationException("The database is down.");
        shop.Answer = _ => throw error;
        BatchLoader<int, User> loader = shop.NewRequest();

        IReadOnlyList<LoadResult<User>> results = await loader.LoadManySettledAsync([1, 2]).WithTimeout();

        Assert.Equal([Named(1), LoadResult.Failure<User>(error)], results);
        Assert.Equal(Named(1), await loader.LoadAsync(1).WithTimeout());
        await Assert.ThrowsAsync<InvalidOperationException>(() => loader.LoadAsync(2)).WithTimeout();
        Assert.Equal([[1, 2], [2]], shop.Store.LookUps);
    }

    [Fact]
    public async Task V9_Errors_are_never_stored()
    {
        var shop = new CachedShop();
        shop.Answer = static _ => Task.FromResult<IReadOnlyList<LoadResult<User>>>(
            [LoadResult.Failure<User>(new KeyNotFoundException("The method's own.")), LoadResult.Failure<User>(new TimeoutException())]);
        await shop.NewRequest().LoadManySettledAsync([1, 2]).WithTimeout();

        Assert.Empty(shop.Store.Fills);
        await shop.NewRequest().LoadManySettledAsync([1, 2]).WithTimeout();
        Assert.Equal([[1, 2], [1, 2]], shop.Calls);
    }

    [Fact]
    public async Task V9_A_missing_key_is_stored_as_absent_and_answered_as_the_loader_answers_it()
    {
        var failing = new CachedShop(missing: MissingKeys.Fail);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => failing.NewRequest().LoadAsync(-1)).WithTimeout();
        KeyNotFoundException error = await Assert.ThrowsAsync<KeyNotFoundException>(() => failing.NewRequest().LoadAsync(-1)).WithTimeout();
        Assert.Contains("UserById: there is no value for key '-1'", error.Message);
        Assert.Equal([[-1]], failing.Calls);
        Assert.True(Assert.Single(failing.Store.Fills[0]).IsNothing);

        var nulls = new CachedShop(missing: MissingKeys.Null);
        Assert.Null(await nulls.NewRequest().LoadAsync(-1).WithTimeout());
        Assert.Null(await nulls.NewRequest().LoadAsync(-1).WithTimeout());
        Assert.Equal([[-1]], nulls.Calls);
        Assert.Equal(CacheEntryState.Absent, nulls.Store.Peek(-1).State);
    }

    [Fact]
    public void V9_An_empty_list_is_nothing_found()
    {
        Assert.True(new CacheFill<int, IReadOnlyList<User>>(1, CacheEntry<IReadOnlyList<User>>.Hit([]), new()).IsNothing);
        Assert.False(new CacheFill<int, IReadOnlyList<User>>(1, CacheEntry<IReadOnlyList<User>>.Hit([new(1)]), new()).IsNothing);
    }

    [Fact]
    public void V10_A_value_cache_is_one_loaders()
    {
        var shop = new CachedShop();
        shop.NewRequest();

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new DelegateLoader<int, User>(static _ => Task.CompletedTask, new("OrderById"), options: new() { ValueCache = shop.Cache }));
        Assert.Contains("OrderById: its value cache is that of UserById", error.Message);
    }

    [Fact]
    public void V10_A_loader_with_arguments_and_one_with_a_comparer_take_none()
    {
        var shop = new CachedShop();
        ArgumentException family = Assert.Throws<ArgumentException>(() => new Family(new() { ValueCache = shop.Cache }));
        Assert.Contains("ValueCache cannot be set for a loader with arguments", family.Message);

        var cache = new ValueCache<string, string>(new LeaseCache<string, string>());
        ArgumentException comparer = Assert.Throws<ArgumentException>(() => BatchLoader.Create<string, string>(
            RecordingBatch.Identity<string>().LoadAsync, new() { ValueCache = cache, KeyComparer = StringComparer.OrdinalIgnoreCase }));
        Assert.Contains("a key comparer and a ValueCache cannot be set together", comparer.Message);
    }

    [Fact]
    public async Task V11_No_request_gets_the_instance_that_another_one_has()
    {
        // The cache copies, and nothing before it keeps what it was given.
        var shop = new CachedShop(store: new(static user => user with { }));
        User first = await shop.NewRequest().LoadAsync(1).WithTimeout();
        User second = await shop.NewRequest().LoadAsync(1).WithTimeout();
        User third = await shop.NewRequest().LoadAsync(1).WithTimeout();

        Assert.Equal([first, first], [second, third]);
        Assert.NotSame(first, second);
        Assert.NotSame(second, third);
    }

    [Fact]
    public async Task V12_A_value_of_another_key_in_the_cache_is_a_miss()
    {
        var shop = new CachedShop(proof: default(UserId));
        shop.Store.Put(1, Named(2));
        shop.Store.Put(2, Named(2));

        Assert.Equal([new(1), Named(2)], await shop.NewRequest().LoadManyAsync([1, 2]).WithTimeout());
        Assert.Equal([[1]], shop.Calls);
    }

    [Fact]
    public async Task V13_A_loader_that_remembers_nothing_looks_duplicates_up_once()
    {
        var shop = new CachedShop(cache: false);
        shop.Store.Put(1, Named(1));
        BatchLoader<int, User> loader = shop.NewRequest();

        Assert.Equal([new(2), Named(1), new(2), Named(1)], await loader.LoadManyAsync([2, 1, 2, 1]).WithTimeout());
        Assert.Equal(new(2), await loader.LoadAsync(2).WithTimeout());
        Assert.Equal([[2, 1], [2]], shop.Store.LookUps);
        Assert.Equal([[2]], shop.Calls);
    }

    [Fact]
    public async Task A_cache_key_is_what_the_cache_knows_a_value_by()
    {
        var store = new LeaseCache<string, string>();
        var cache = new ValueCache<string, string>(store, new() { WaitForFills = true });
        var batch = RecordingBatch.Identity<string>();
        BatchLoader<string, string> NewRequest()
            => BatchLoader.Create<string, string, string>(batch.LoadAsync, static key => key.ToUpperInvariant(), new() { ValueCache = cache });

        await NewRequest().LoadAsync("a").WithTimeout();
        Assert.Equal("a", await NewRequest().LoadAsync("A").WithTimeout());
        await NewRequest().InvalidateAsync(["a"]).AsTask().WithTimeout();
        Assert.Equal("A", await NewRequest().LoadAsync("A").WithTimeout());
        Assert.Equal([["A"], ["A"], ["A"]], store.LookUps);
    }

    private sealed class Family(BatchLoaderOptions<int, User> options) : BatchLoaderFamily<int, string, User>(new("Users"), options: options)
    {
        protected override Task LoadBatchAsync(string argument, Batch<int, User> batch) => Task.CompletedTask;
    }
}
