namespace DataLoader.Tests;

/// <summary>When all callers of a batch have left: it is cancelled, and whoever comes later starts afresh.</summary>
public class GivenUpBatchTests
{
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
    [InlineData(false)]
    [InlineData(true)]
    public async Task X12_A_null_of_a_stream_that_everybody_left_may_be_asked_for_again(bool many)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rest = new TaskCompletionSource();
        int calls = 0;
        async IAsyncEnumerable<KeyValuePair<int, string?>> Rows()
        {
            if (calls++ > 0)
            {
                yield return new(1, "one");
                yield break;
            }

            yield return new(1, null);
            arrived.SetResult();
            await rest.Task;
        }

        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, string?>(batch => batch.SetStreamAsync(Rows()), options: new() { Scheduler = scheduler });
        using var source = new CancellationTokenSource();
        (Task<string?> nothing, Task<string?> something) = (loader.LoadAsync(1, source.Token), loader.LoadAsync(2, source.Token));
        scheduler.Dispatch();
        await arrived.Task.WithTimeout();

        source.Cancel();
        await nothing.IsCancelled();
        await something.IsCancelled();

        // On another thread: a call that does not return must not keep the test from ending.
        Task<IReadOnlyList<string?>> again = await Task.Run(() => Task.FromResult(many ? loader.LoadManyAsync([1]) : Tasks.All(loader.LoadAsync(1))))
            .WithTimeout();
        scheduler.Dispatch();

        Assert.Equal(["one"], await again.WithTimeout());
        rest.SetResult();
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
        await LeaveInFlightAsync(loader, scheduler);

        Task<int> afresh = loader.LoadAsync(1);
        Assert.Equal(1, scheduler.Dispatch());
        batch.Calls[0].Cancel();
        batch.Calls[1].Answer();

        Assert.Equal(1, await afresh.WithTimeout());
        Assert.Equal(1, await loader.LoadAsync(1).WithTimeout());
        batch.AssertCalls([1], [1]);
    }

    [Fact]
    public async Task A_batch_that_finishes_after_all_callers_left_bothers_nobody()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<int> left = await LeaveInFlightAsync(loader, scheduler);

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

    private static async Task<Task<int>> LeaveInFlightAsync(BatchLoader<int, int> loader, ManualBatchScheduler scheduler)
    {
        using var source = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, source.Token);
        scheduler.Dispatch();
        source.Cancel();
        await left.IsCancelled();
        return left;
    }
}
