namespace DataLoader.Tests;

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
    public async Task A_batch_that_all_callers_left_before_the_dispatch_does_not_run()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        using var source = new CancellationTokenSource();
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1, source.Token), loader.LoadAsync(2, source.Token));

        source.Cancel();
        await first.IsCancelled();
        await second.IsCancelled();
        scheduler.Dispatch();

        batch.AssertCalls();
        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task A_key_that_everybody_left_may_be_asked_for_again_before_the_dispatch()
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        using var source = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, source.Token);
        source.Cancel();
        await left.IsCancelled();

        Assert.Equal(1, await scheduler.DispatchFor(loader.LoadAsync(1)));
        batch.AssertCalls([1]);
    }

    [Fact]
    public async Task The_batch_is_cancelled_when_all_its_callers_have_left()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new(), three = new();
        Task<int>[] loads = new[] { loader.LoadAsync(1, one.Token), loader.LoadAsync(2, two.Token) };
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([1, 2, 3], three.Token);
        scheduler.Dispatch();
        CancellationToken token = batch.Calls[0].CancellationToken;

        one.Cancel();
        two.Cancel();
        Assert.False(token.IsCancellationRequested);
        three.Cancel();

        Assert.True(token.IsCancellationRequested);
        await loads[0].IsCancelled();
        await loads[1].IsCancelled();
        await many.IsCancelled();
    }

    [Theory]
    [InlineData("before")]
    [InlineData("joins")]
    [InlineData("many")]
    [InlineData("in flight")]
    public async Task A_caller_without_a_token_never_leaves(string who)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var source = new CancellationTokenSource();
        Task? stays = who == "before" ? loader.LoadAsync(1) : null;
        Task<int> left = loader.LoadAsync(1, source.Token);
        stays ??= who switch { "joins" => loader.LoadAsync(1), "many" => loader.LoadManyAsync([1]), _ => null };
        scheduler.Dispatch();
        stays ??= loader.LoadAsync(1);

        source.Cancel();

        await left.IsCancelled();
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        await stays.WithTimeout();
    }

    [Fact]
    public async Task A_caller_who_joins_in_flight_counts()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new();
        Task<int> first = loader.LoadAsync(1, one.Token);
        scheduler.Dispatch();
        Task<int> joined = loader.LoadAsync(1, two.Token);

        one.Cancel();
        await first.IsCancelled();
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();

        Assert.Equal(1, await joined.WithTimeout());
    }

    [Fact]
    public async Task A_load_after_the_batch_was_given_up_starts_afresh()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var source = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, source.Token);
        scheduler.Dispatch();
        source.Cancel();
        await left.IsCancelled();

        Task<int> afresh = loader.LoadAsync(1);
        Assert.Equal(1, scheduler.Dispatch());
        batch.Calls[0].Cancel();
        batch.Calls[1].Answer();

        Assert.Equal(1, await afresh.WithTimeout());
        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
        batch.AssertCalls([1], [1]);
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

    [Fact]
    public async Task An_aborted_request_cancels_what_is_pending_and_what_comes_later()
    {
        using var aborted = new CancellationTokenSource();
        using var scope = new LoaderScope(aborted.Token);
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>(scope: scope);
        Task<int> flying = loader.LoadAsync(1);
        scheduler.Dispatch();
        Task<int> pending = loader.LoadAsync(2);
        Task<IReadOnlyList<int>> many = loader.LoadManyAsync([2, 3]);

        aborted.Cancel();

        await pending.IsCancelled();
        await many.IsCancelled();
        Assert.True(batch.Calls[0].CancellationToken.IsCancellationRequested);
        await loader.LoadAsync(4).IsCancelled();
        await loader.LoadManyAsync([4]).IsCancelled();
        Assert.Equal(0, scheduler.Dispatch());
        batch.Calls[0].Cancel();
        await flying.IsCancelled();
    }

    [Fact]
    public async Task A_request_that_was_aborted_before_it_began_loads_nothing()
    {
        using var scope = new LoaderScope(Fired);
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>(scope: scope);

        await loader.LoadAsync(1).IsCancelled();

        Assert.Equal(0, scheduler.Dispatch());
        batch.AssertCalls();
    }

    [Fact]
    public async Task A_batch_that_finishes_after_all_callers_left_bothers_nobody()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var source = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, source.Token);
        scheduler.Dispatch();
        source.Cancel();
        await left.IsCancelled();

        batch.Calls[0].Answer();

        Assert.True(left.IsCanceled);
        Task<int> again = loader.LoadAsync(1);
        Assert.Equal(1, scheduler.Dispatch());
        batch.Calls[1].Answer();
        Assert.Equal(1, await again.WithTimeout());
    }

    [Fact]
    public async Task The_batch_token_of_a_loader_that_reads_it_late_has_fired_too()
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new TaskCompletionSource<CancellationToken>();
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, int>(
            async batch =>
            {
                await read.Task;
                seen.SetResult(batch.CancellationToken);
                batch.SetValues(batch.Keys);
            },
            options: new() { Scheduler = scheduler });
        using var source = new CancellationTokenSource();
        Task<int> load = loader.LoadAsync(1, source.Token);
        scheduler.Dispatch();

        source.Cancel();
        await load.IsCancelled();
        read.SetResult();

        Assert.True((await seen.Task.WithTimeout()).IsCancellationRequested);
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
    public async Task A_callback_of_the_batch_that_throws_harms_no_caller()
    {
        var scheduler = new ManualBatchScheduler();
        var answer = new TaskCompletionSource();
        var loader = new DelegateLoader<int, int>(
            async batch =>
            {
                batch.CancellationToken.Register(static () => throw new FormatException());
                await answer.Task;
                batch.SetValues(batch.Keys);
            },
            options: new() { Scheduler = scheduler });
        using var source = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, source.Token);
        scheduler.Dispatch();

        source.Cancel();

        await left.IsCancelled();
        answer.SetResult();
        Assert.Equal(2, await scheduler.DispatchFor(loader.LoadAsync(2)));
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
}
