namespace DataLoader.Tests;

/// <summary>Changes, and what loads see of them.</summary>
public class InvalidateTests
{
    private static readonly User Old = new(1, "old");
    private static readonly User New = new(1, "new");

    [Fact]
    public async Task V5_A_batch_that_has_read_before_an_invalidation_does_not_fill_after_it()
    {
        var shop = new CachedShop { Stored = { [1] = Old } };
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<int[], Task<IReadOnlyList<LoadResult<User>>>> answer = shop.Answer;
        shop.Answer = async keys =>
        {
            IReadOnlyList<LoadResult<User>> read = await answer(keys);
            reading.TrySetResult();
            await mayEnd.Task;
            return read;
        };
        Task<User> slow = shop.NewRequest().LoadAsync(1);
        await reading.Task.WithTimeout();

        shop.Stored[1] = New;
        await shop.NewRequest().InvalidateAsync([1]).AsTask().WithTimeout();
        mayEnd.SetResult();

        Assert.Equal(Old, await slow.WithTimeout());
        Assert.Single(shop.Store.Fills);
        Assert.Equal(New, await shop.NewRequest().LoadAsync(1).WithTimeout());
        Assert.Equal(New, shop.Store.Peek(1).Value);
    }

    [Fact]
    public async Task V5_A_key_whose_look_up_gave_no_ticket_is_not_stored()
    {
        CachedShop shop = new();
        shop.Store.Answering = static answer => new([answer[0], CacheEntry<User>.Missing(ticket: null)]);

        await shop.NewRequest().LoadManyAsync([1, 2]).WithTimeout();

        Assert.Equal([1], Assert.Single(shop.Store.Fills).Select(static fill => fill.Key));
        Assert.Equal(CacheEntryState.Value, shop.Store.Peek(1).State);
    }

    [Fact]
    public async Task V6_After_an_invalidation_nobody_is_answered_with_what_was_read_before()
    {
        var shop = new CachedShop { Stored = { [1] = Old } };
        BatchLoader<int, User> writer = shop.NewRequest();
        Assert.Equal(Old, await writer.LoadAsync(1).WithTimeout());

        shop.Stored[1] = New;
        Assert.Equal(Old, await shop.NewRequest().LoadAsync(1).WithTimeout());
        await writer.InvalidateAsync([1]).AsTask().WithTimeout();

        Assert.Equal(New, await writer.LoadAsync(1).WithTimeout());
        Assert.Equal(New, await shop.NewRequest().LoadAsync(1).WithTimeout());
    }

    [Fact]
    public async Task V6_What_the_request_itself_has_looked_up_during_the_invalidation_is_forgotten_too()
    {
        var shop = new CachedShop { Stored = { [1] = New } };
        shop.Store.Put(1, Old);
        BatchLoader<int, User> writer = shop.NewRequest();
        shop.Store.Removing = async _ => Assert.Equal(Old, await writer.LoadAsync(1).WithTimeout());

        await writer.InvalidateAsync([1]).AsTask().WithTimeout();

        Assert.Equal(New, await writer.LoadAsync(1).WithTimeout());
    }

    [Fact]
    public async Task V7_An_invalidation_throws_when_the_cache_was_not_told_and_clears_the_request_all_the_same()
    {
        var shop = new CachedShop { Stored = { [1] = Old } };
        BatchLoader<int, User> writer = shop.NewRequest();
        await writer.LoadAsync(1).WithTimeout();
        var outage = new TimeoutException();
        shop.Store.Removing = _ => throw outage;

        ValueCacheException error = await Assert.ThrowsAsync<ValueCacheException>(() => writer.InvalidateAsync([1, 2]).AsTask()).WithTimeout();

        Assert.Same(outage, error.InnerException);
        Assert.Contains("UserById: the value cache could not be told to forget 2 keys", error.Message);
        await writer.LoadAsync(1).WithTimeout();
        Assert.Equal([[1], [1]], shop.Store.LookUps);
    }

    [Fact]
    public async Task V7_The_cache_is_told_although_look_ups_fail()
    {
        var shop = new CachedShop(new() { FailuresToOpen = 1, Time = new FakeTime() });
        shop.Store.Put(1, Old);
        shop.Store.Answering = static _ => throw new TimeoutException();
        await shop.NewRequest().LoadAsync(2).WithTimeout();

        await shop.NewRequest().InvalidateAsync([1]).AsTask().WithTimeout();

        Assert.Equal(CacheEntryState.Miss, shop.Store.Peek(1).State);
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_its_own_cancellation()
    {
        var shop = new CachedShop();
        shop.Store.Removing = static token => ValueTask.FromCanceled(token);
        Task invalidation = shop.NewRequest().InvalidateAsync([1], new CancellationToken(canceled: true)).AsTask();
        await Assert.ThrowsAsync<TaskCanceledException>(() => invalidation).WithTimeout();
    }

    [Fact]
    public async Task Without_a_value_cache_the_request_forgets()
    {
        var batch = RecordingBatch.Identity<string>();
        var loader = BatchLoader.Create<string, string>(batch.LoadAsync);
        await loader.LoadAsync("a").WithTimeout();

        Assert.Throws<ArgumentNullException>(() => { _ = loader.InvalidateAsync(null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = loader.InvalidateAsync([null!]); });
        Assert.True(loader.InvalidateAsync(["a"]).IsCompletedSuccessfully);

        await loader.LoadAsync("a").WithTimeout();
        batch.AssertCalls(["a"], ["a"]);
    }
}
