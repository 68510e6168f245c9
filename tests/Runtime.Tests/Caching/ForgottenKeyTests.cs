namespace DataLoader.Tests;

/// <summary>Keys that were forgotten while they were pending, in flight, or among many others.</summary>
public class ForgottenKeyTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1_000)]
    public async Task C1_A_cleared_key_is_asked_for_again_in_a_table_of_any_size(int count)
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        await scheduler.DispatchFor(loader.LoadManyAsync(Enumerable.Range(0, count)));

        loader.Clear(3);

        Assert.Equal(3, await scheduler.DispatchFor(loader.LoadAsync(3)));
        Assert.Equal([3], batch.Calls[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task U6_A_batch_that_fails_after_ClearAll_evicts_no_newer_entry(int count)
    {
        (BatchLoader<int, int> loader, GatedBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Gated<int>();
        Task<IReadOnlyList<int>> old = loader.LoadManyAsync(Enumerable.Range(0, count));
        scheduler.Dispatch();
        loader.ClearAll();
        Task<int>[] newer = Enumerable.Range(0, count).Select(loader.LoadAsync).ToArray();

        batch.Calls[0].Fail(new InvalidOperationException());

        await old.FailsWith<InvalidOperationException>();
        Assert.All(newer, (load, key) => Assert.Same(load, loader.LoadAsync(key)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task U7_A_row_serves_a_key_that_was_cleared_and_asked_for_again_before_the_dispatch_twice(bool all)
    {
        var scheduler = new ManualBatchScheduler();
        var loader = new DelegateLoader<int, string>(
            static batch =>
            {
                batch.SetRows<KeyOfText>(["1", "2"]);
                return Task.CompletedTask;
            },
            options: new() { Scheduler = scheduler });
        (Task<string> old, Task<string> other) = (loader.LoadAsync(1), loader.LoadAsync(2));

        Task<string> fresh = (all ? loader.ClearAll() : loader.Clear(1)).LoadAsync(1);

        Assert.Equal(["1", "2", "1"], await scheduler.DispatchFor(Tasks.All(old, other, fresh)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    public async Task U7_A_key_that_was_cleared_while_it_was_pending_is_served_but_not_found_when_the_table_grows(int count)
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        (Task<int> kept, Task<int> cleared) = (loader.LoadAsync(-1), loader.LoadAsync(-2));
        loader.Clear(-2);

        Task<IReadOnlyList<int>> more = loader.LoadManyAsync(Enumerable.Range(0, count));

        Assert.NotSame(cleared, loader.LoadAsync(-2));
        Assert.Same(kept, loader.LoadAsync(-1));
        Assert.Equal([-1, -2], await scheduler.DispatchFor(Tasks.All(kept, cleared)));
        Assert.Equal(Enumerable.Range(0, count), await more.WithTimeout());
    }

    private readonly struct KeyOfText : IKeyOf<int, string>
    {
        public int Of(string value) => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
