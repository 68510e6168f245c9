namespace DataLoader.Tests;

/// <summary>What a load gets when the value cache does not work.</summary>
public class ValueCacheOutageTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task V3_A_cache_that_fails_or_lies_is_a_miss()
    {
        Func<IReadOnlyList<CacheEntry<User>>, ValueTask<IReadOnlyList<CacheEntry<User>>>>[] faults =
        [
            static _ => throw new TimeoutException(),
            static _ => ValueTask.FromException<IReadOnlyList<CacheEntry<User>>>(new TimeoutException()),
            static answer => new([.. answer.Skip(1)]),
            static _ => new((IReadOnlyList<CacheEntry<User>>)null!), // what a cache of the user's may do all the same
        ];
        foreach (Func<IReadOnlyList<CacheEntry<User>>, ValueTask<IReadOnlyList<CacheEntry<User>>>> fault in faults)
        {
            var shop = new CachedShop();
            shop.Store.Answering = fault;

            Assert.Equal([new(1), new(2)], await shop.NewRequest().LoadManyAsync([1, 2]).WithTimeout());
            Assert.Equal([[1, 2]], shop.Calls);
            Assert.Empty(shop.Store.Fills);
        }
    }

    [Fact]
    public async Task V3_A_cache_that_is_too_slow_is_a_miss_and_its_late_error_is_nobodys()
    {
        var time = new FakeTime();
        var shop = new CachedShop(new() { Time = time });
        TaskCompletionSource<IReadOnlyList<CacheEntry<User>>> never = Hang(shop, out Task asked);
        Task<User> load = shop.NewRequest().LoadAsync(1);
        await asked.WithTimeout();
        Assert.Empty(shop.Calls);

        time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(new(1), await load.WithTimeout());
        Assert.True(shop.Store.Token.IsCancellationRequested);
        Assert.Equal(0, time.TimerCount);
        var late = new TimeoutException();
        Assert.False(Unobserved.Reports(late, () => never.SetException(late)));
    }

    [Fact]
    public async Task V4_After_some_failures_in_a_row_nothing_is_asked_and_then_one_look_up_is_tried_at_a_time()
    {
        var time = new FakeTime();
        var shop = new CachedShop(new() { Time = time, FailuresToOpen = 2, OpenFor = Second });
        shop.Store.Answering = static _ => throw new TimeoutException();
        await LoadAll(shop, 1, 2, 3, 4);
        Assert.Equal([[1], [2]], shop.Store.LookUps);

        // One trial hangs; all others go on without.
        time.Advance(Second);
        TaskCompletionSource<IReadOnlyList<CacheEntry<User>>> trial = Hang(shop, out Task asked);
        Task<User> waiting = shop.NewRequest().LoadAsync(5);
        await asked.WithTimeout();
        await LoadAll(shop, 6, 7);
        Assert.Equal([[1], [2], [5]], shop.Store.LookUps);

        // It succeeds: the cache is asked again.
        shop.Store.Answering = static answer => new(answer);
        trial.SetResult([default]);
        Assert.Equal(new(5), await waiting.WithTimeout());
        await LoadAll(shop, 8, 9);
        Assert.Equal([[1], [2], [5], [8], [9]], shop.Store.LookUps);
    }

    [Fact]
    public async Task V4_A_trial_that_fails_leaves_the_cache_alone_for_as_long_again_and_a_success_starts_the_count_afresh()
    {
        var time = new FakeTime();
        var shop = new CachedShop(new() { Time = time, FailuresToOpen = 2, OpenFor = Second });
        bool fails = true;
        shop.Store.Answering = answer => fails ? throw new TimeoutException() : new(answer);
        await LoadAll(shop, 1, 2);
        time.Advance(Second);
        await LoadAll(shop, 3, 4);
        time.Advance(Second - TimeSpan.FromTicks(1));
        await LoadAll(shop, 5);
        Assert.Equal([[1], [2], [3]], shop.Store.LookUps);

        fails = false;
        time.Advance(TimeSpan.FromTicks(1));
        await LoadAll(shop, 6);
        fails = true;
        await LoadAll(shop, 7);
        fails = false;
        await LoadAll(shop, 8);
        Assert.Equal([[1], [2], [3], [6], [7], [8]], shop.Store.LookUps);
    }

    [Fact]
    public async Task V8_A_load_waits_for_no_fill_and_too_many_of_them_are_dropped()
    {
        var shop = new CachedShop(new() { MaxPendingFills = 1 });
        var filling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayFill = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shop.Store.Filling = () =>
        {
            filling.TrySetResult();
            return new(mayFill.Task);
        };
        await LoadAll(shop, 1);
        await filling.Task.WithTimeout();

        await LoadAll(shop, 2, 3);
        mayFill.SetResult();

        // Until the place of the first one is free.
        for (int id = 4; shop.Store.Fills.Length < 2; id++)
            await LoadAll(shop, id);
        int[] stored = [.. shop.Store.Fills.SelectMany(static fills => fills).Select(static fill => fill.Key)];
        Assert.Equal(1, stored[0]);
        Assert.DoesNotContain(2, stored);
        Assert.DoesNotContain(3, stored);
    }

    [Fact]
    public async Task V8_A_fill_that_fails_harms_nobody()
    {
        var shop = new CachedShop();
        shop.Store.Filling = static () => throw new TimeoutException();

        await LoadAll(shop, 1);
        Assert.Equal(CacheEntryState.Miss, shop.Store.Peek(1).State);
        await LoadAll(shop, 1);
        Assert.Equal([[1], [1]], shop.Calls);
    }

    [Fact]
    public async Task A_fill_does_not_see_the_ambient_state_of_the_request()
    {
        var shop = new CachedShop();
        var ambient = new AsyncLocal<string>();
        string? seen = null;
        shop.Store.Filling = () =>
        {
            seen = ambient.Value;
            return default;
        };

        ambient.Value = "the request's";
        await LoadAll(shop, 1);
        Assert.Single(shop.Store.Fills);
        Assert.Null(seen);
    }

    private static async Task LoadAll(CachedShop shop, params int[] ids)
    {
        foreach (int id in ids)
            Assert.Equal(new(id), await shop.NewRequest().LoadAsync(id).WithTimeout());
    }

    private static TaskCompletionSource<IReadOnlyList<CacheEntry<User>>> Hang(CachedShop shop, out Task asked)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<CacheEntry<User>>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shop.Store.Answering = _ =>
        {
            began.TrySetResult();
            return new(answer.Task);
        };
        asked = began.Task;
        return answer;
    }
}
