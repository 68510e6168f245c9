namespace DataLoader.Tests;

/// <summary>Keys that are taken out of the cache.</summary>
public class ClearTests
{
    [Fact]
    public async Task C1_A_cleared_key_is_asked_for_again()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"]));
        await scheduler.DispatchFor(loader.Clear("A").LoadManyAsync(["A", "B"]));

        batch.AssertCalls(["A", "B"], ["A"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C1_C2_What_was_primed_is_forgotten_too(bool all)
    {
        (BatchLoader<int, int> loader, RecordingBatch<int, int> batch, ManualBatchScheduler scheduler) = Manual.Identity<int>();
        loader.Prime(1, 10).PrimeError(2, new InvalidOperationException()).Prime(3, Task.FromResult(30));

        _ = all ? loader.ClearAll() : loader.Clear(1).Clear(2).Clear(3);

        Assert.Equal([1, 2, 3], await scheduler.DispatchFor(loader.LoadManyAsync([1, 2, 3])));
        batch.AssertCalls([1, 2, 3]);
    }

    [Fact]
    public async Task C2_After_ClearAll_everything_is_asked_for_again()
    {
        (BatchLoader<string, string> loader, RecordingBatch<string, string> batch, ManualBatchScheduler scheduler) = Manual.Identity<string>();

        await scheduler.DispatchFor(loader.LoadManyAsync(["A", "B"]));
        await scheduler.DispatchFor(loader.ClearAll().LoadManyAsync(["A", "B"]));

        batch.AssertCalls(["A", "B"], ["A", "B"]);
    }

    [Fact]
    public void C3_Clearing_an_unknown_key_does_nothing()
    {
        (BatchLoader<int, int> loader, _, ManualBatchScheduler scheduler) = Manual.Identity<int>();

        Assert.Same(loader, loader.Clear(1));
        Assert.Equal(0, scheduler.Dispatch());
    }

    [Fact]
    public void C4_Clear_and_prime_return_the_loader()
    {
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>();

        Assert.Same(loader, loader.Clear(1));
        Assert.Same(loader, loader.ClearAll());
        Assert.Same(loader, loader.Prime(1, 1));
        Assert.Same(loader, loader.Prime(2, Task.FromResult(2)));
        Assert.Same(loader, loader.PrimeError(3, new InvalidOperationException()));
    }

    [Fact]
    public void C4_The_interface_returns_the_loader_too()
    {
        (BatchLoader<int, int> loader, _, _) = Manual.Identity<int>();
        IBatchLoader<int, int> face = loader;

        Assert.Same(loader, face.Clear(1).ClearAll().Prime(1, 1).Prime(2, Task.FromResult(2)).PrimeError(3, new InvalidOperationException()));
    }

    [Fact]
    public async Task C12_A_mutation_clears_its_key()
    {
        string stored = "old";
        (BatchLoader<int, string> loader, RecordingBatch<int, string> batch, ManualBatchScheduler scheduler) = Manual.Of<int, string>(_ => stored);

        Assert.Equal("old", await scheduler.DispatchFor(loader.LoadAsync(4)));
        stored = "new";
        Assert.Equal("old", await scheduler.DispatchFor(loader.LoadAsync(4)));
        loader.Clear(4);
        Assert.Equal("new", await scheduler.DispatchFor(loader.LoadAsync(4)));

        batch.AssertCalls([4], [4]);
    }

    [Fact]
    public void Clear_and_prime_reject_null()
    {
        (BatchLoader<string, string> loader, _, _) = Manual.Identity<string>();

        Assert.Throws<ArgumentNullException>("key", () => loader.Clear(null!));
        Assert.Throws<ArgumentNullException>("key", () => loader.Prime(null!, "value"));
        Assert.Throws<ArgumentNullException>("key", () => loader.Prime(null!, Task.FromResult("value")));
        Assert.Throws<ArgumentNullException>("value", () => loader.Prime("key", (Task<string>)null!));
        Assert.Throws<ArgumentNullException>("key", () => loader.PrimeError(null!, new InvalidOperationException()));
        Assert.Throws<ArgumentNullException>("error", () => loader.PrimeError("key", null!));
    }
}
