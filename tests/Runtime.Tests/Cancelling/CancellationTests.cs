namespace DataLoader.Tests;

/// <summary>A caller who leaves: what he gets, and that he harms nobody.</summary>
public class CancellationTests
{
    private static readonly CancellationToken Fired = new(canceled: true);

    [Fact]
    public async Task A_token_that_fired_already_enqueues_nothing()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Assert.Equal(Fired, await loader.LoadAsync(1, Fired).IsCancelled());
        Assert.Equal(Fired, await loader.LoadManyAsync([1, 2], Fired).IsCancelled());
        Assert.Equal(Fired, await loader.LoadManySettledAsync([1, 2], Fired).IsCancelled());

        Assert.Equal(0, scheduler.Dispatch());
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task A_known_key_is_a_done_task_for_a_caller_with_a_token_too()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        using var source = new CancellationTokenSource();
        await scheduler.DispatchFor(loader.LoadAsync(1));

        Task<int> hit = loader.LoadAsync(1, source.Token);

        Assert.True(hit.IsCompletedSuccessfully);
        Assert.Equal(1, await hit);
    }

    [Fact]
    public async Task A_caller_with_a_token_gets_value_and_error_like_any_other()
    {
        var error = new InvalidOperationException();
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) =
            Manual.Gated<int>(static o => o.MaxBatchSize = 1);
        using var source = new CancellationTokenSource();

        (Task<int> value, Task<int> failure) = (loader.LoadAsync(1, source.Token), loader.LoadAsync(2, source.Token));
        scheduler.Dispatch();
        batch.Calls[0].Answer();
        batch.Calls[1].Fail(error);

        Assert.Equal(1, await value.WithTimeout());
        await failure.FailsWith(error);
    }

    [Fact]
    public async Task A_caller_may_leave_before_the_dispatch()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        using var source = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, source.Token);
        Task<int> stays = loader.LoadAsync(2);

        source.Cancel();

        await left.IsCancelled();
        Assert.Equal(2, await scheduler.DispatchFor(stays));
        Assert.Single(batch.Calls);
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
    }

    [Fact]
    public async Task A_value_that_comes_in_time_beats_a_token_that_fires_later()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        using var source = new CancellationTokenSource();
        Task<int> load = loader.LoadAsync(1, source.Token);

        Assert.Equal(1, await scheduler.DispatchFor(load));
        source.Cancel();

        Assert.True(load.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("uncached")]
    [InlineData("map")]
    public async Task Many_keys_with_duplicates_are_left_as_one(string kind)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(o =>
        {
            o.Cache = kind != "uncached";
            o.CacheMap = kind == "map" ? new MapCache<int, int>() : null;
        });
        using var source = new CancellationTokenSource();
        Task<IReadOnlyList<int>> left = loader.LoadManyAsync([1, 1, 2], source.Token);
        scheduler.Dispatch();
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);

        source.Cancel();

        await left.IsCancelled();
        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
        Task<IReadOnlyList<int>> afresh = loader.LoadManyAsync([1, 2]);
        Assert.Equal(1, scheduler.Dispatch());
        batch.Calls[1].Answer();
        Assert.Equal([1, 2], await afresh.WithTimeout());
    }

    [Fact]
    public Task A_caller_who_leaves_while_the_value_arrives_gets_one_or_the_other() => Isolated.Run(async () =>
    {
        for (int round = 0; round < 300; round++)
        {
            (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
            using var source = new CancellationTokenSource();
            Task<int> leaving = loader.LoadAsync(1, source.Token);
            Task<int> stays = loader.LoadAsync(2);
            scheduler.Dispatch();

            await Task.WhenAll(Task.Run(source.Cancel), Task.Run(batch.Calls[0].Answer)).WithTimeout();

            Assert.Equal(2, await stays.WithTimeout());
            await ((Task)leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.True(leaving.IsCanceled || leaving.Result == 1);
        }
    });

    [Fact]
    public async Task X12_J1_A_caller_who_leaves_harms_nobody()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var leaving = new CancellationTokenSource();

        Task<int> left = loader.LoadAsync(1, leaving.Token);
        Task<int> stays = loader.LoadAsync(1);
        scheduler.Dispatch();
        leaving.Cancel();
        Assert.Equal(leaving.Token, await left.IsCancelled());

        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        Assert.Equal(1, await stays.WithTimeout());
        Assert.Same(stays, loader.LoadAsync(1, CancellationToken.None));
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task S5_A_callers_token_is_the_callers_own()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new();
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1, one.Token), loader.LoadAsync(1, two.Token));
        scheduler.Dispatch();
        CancellationToken token = batch.Calls[0].CancellationToken;

        one.Cancel();
        Assert.Equal(one.Token, await first.IsCancelled());
        Assert.False(second.IsCompleted);
        Assert.False(token.IsCancellationRequested);

        two.Cancel();
        await second.IsCancelled();
        Assert.True(token.IsCancellationRequested);
    }
}
