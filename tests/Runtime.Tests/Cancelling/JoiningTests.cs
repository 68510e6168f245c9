namespace DataLoader.Tests;

/// <summary>
/// Whoever joins a pending key counts as its caller, wherever the key stands in the table and however many keys its batch has (X12).
/// </summary>
public class JoiningTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task X12_C2_Who_joins_a_key_after_ClearAll_counts(bool whileOneIsPending)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        await AnswerAsync(loader.LoadManyAsync([0, 1, 2, 3]), batch, scheduler);
        using var other = new CancellationTokenSource();
        if (whileOneIsPending)
        {
            Task<int> left = loader.LoadAsync(9, other.Token);
            other.Cancel();
            await left.IsCancelled();
        }

        loader.ClearAll();

        await AssertThatJoiningCountsAsync(loader, batch, scheduler, key: 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task X12_C1_Who_joins_a_key_after_others_were_cleared_and_the_table_grew_counts(int cleared)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        await AnswerAsync(loader.LoadManyAsync([0, 1, 2, 3]), batch, scheduler);

        foreach (int key in Enumerable.Range(0, cleared))
            loader.Clear(key);

        await AssertThatJoiningCountsAsync(loader, batch, scheduler, key: 4);
    }

    [Fact]
    public async Task X12_Who_joins_a_key_in_flight_counts_when_a_later_batch_has_ended()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using var leaving = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(1, leaving.Token);
        scheduler.Dispatch();
        await AnswerAsync(loader.LoadAsync(2), batch, scheduler);

        Task<int> stays = loader.LoadAsync(1);
        leaving.Cancel();

        await left.IsCancelled();
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        Assert.Equal(1, await stays.WithTimeout());
    }

    [Fact]
    public async Task X12_Of_several_keys_one_that_was_left_may_be_joined_again()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new(), again = new();
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1, one.Token), loader.LoadAsync(2, two.Token));
        scheduler.Dispatch();
        CancellationToken token = batch.Calls[0].CancellationToken;

        one.Cancel();
        await first.IsCancelled();
        Task<int> rejoined = loader.LoadAsync(1, again.Token);
        two.Cancel();
        await second.IsCancelled();
        Assert.False(token.IsCancellationRequested);
        Assert.False(rejoined.IsCompleted);
        again.Cancel();

        await rejoined.IsCancelled();
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task X12_Of_several_keys_one_caller_who_never_leaves_keeps_the_batch()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new();
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1, one.Token), loader.LoadAsync(2, two.Token));
        Task<int> never = loader.LoadAsync(3);
        scheduler.Dispatch();

        one.Cancel();
        two.Cancel();

        await first.IsCancelled();
        await second.IsCancelled();
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        Assert.Equal(3, await never.WithTimeout());
        Assert.Equal([1, 2], await loader.LoadManyAsync([1, 2]).WithTimeout());
    }

    [Fact]
    public async Task X12_Of_several_keys_one_that_is_pinned_after_it_was_left_keeps_the_batch()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new();
        (Task<int> first, Task<int> second) = (loader.LoadAsync(1, one.Token), loader.LoadAsync(2, two.Token));
        scheduler.Dispatch();

        one.Cancel();
        await first.IsCancelled();
        Task<int> pins = loader.LoadAsync(1);
        two.Cancel();

        await second.IsCancelled();
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        Assert.Equal(1, await pins.WithTimeout());
    }

    [Fact]
    public async Task X12_A_key_that_one_caller_asks_for_twice_is_left_by_that_caller_alone()
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        using CancellationTokenSource one = new(), two = new();
        Task<IReadOnlyList<int>> left = loader.LoadManyAsync([1, 1], one.Token);
        Task<int> stays = loader.LoadAsync(1, two.Token);
        scheduler.Dispatch();

        one.Cancel();

        await left.IsCancelled();
        Assert.False(batch.Calls[0].CancellationToken.IsCancellationRequested);
        batch.Calls[0].Answer();
        Assert.Equal(1, await stays.WithTimeout());
    }

    private static async Task AnswerAsync(Task load, GatedBatch<int, int> batch, ManualBatchScheduler scheduler)
    {
        scheduler.Dispatch();
        batch.Calls[^1].Answer();
        await load.WithTimeout();
    }

    private static async Task AssertThatJoiningCountsAsync(
        BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler, int key)
    {
        using var leaving = new CancellationTokenSource();
        Task<int> left = loader.LoadAsync(key, leaving.Token);
        Task<int> stays = loader.LoadAsync(key);
        scheduler.Dispatch();

        leaving.Cancel();

        await left.IsCancelled();
        Assert.False(batch.Calls[^1].CancellationToken.IsCancellationRequested);
        batch.Calls[^1].Answer();
        Assert.Equal(key, await stays.WithTimeout());
    }
}
